import { type ProjectInput, type ProjectUse, project } from '../../../src/synth/layout/project.js';

const use = (namespace: string, kinds: readonly string[] = []): ProjectUse => ({
  sourceRepos: ['https://git.example.com/shop.git'],
  destinations: [{ name: 'local', namespace }],
  clusterKinds: kinds.map((kind) => ({ group: '', kind })),
});

function allowed(input: Partial<ProjectInput>) {
  const manifest = project({
    name: 'shop',
    namespace: 'argocd',
    props: {},
    uses: [],
    committedUses: [],
    committed: undefined,
    narrow: true,
    ...input,
  });
  return {
    manifest,
    namespaces: manifest.spec.destinations?.map(({ namespace }) => namespace),
    kinds: manifest.spec.clusterResourceWhitelist?.map(({ kind }) => kind),
  };
}

test('a project allows what its Applications use and what its props add, each once, sorted', () => {
  const { namespaces, kinds } = allowed({
    uses: [use('b', ['Namespace']), use('a', ['Namespace'])],
    props: { permissions: [{ reason: 'a test', destinations: [{ name: 'local', namespace: 'c' }] }] },
  });

  expect(namespaces).toEqual(['a', 'b', 'c']);
  expect(kinds).toEqual(['Namespace']);
});

test('permissions are added with their reasons, and leave with them', () => {
  const permissions = [{ reason: 'developers try charts', sourceRepos: ['https://charts.example.com'] }];
  const first = allowed({ uses: [use('a')], props: { permissions, roles: [{ name: 'dev' }] } }).manifest;
  const second = allowed({ uses: [use('a')], committedUses: [use('a')], committed: first }).manifest;

  expect(first.spec.sourceRepos).toEqual(['https://charts.example.com', 'https://git.example.com/shop.git']);
  expect(first.metadata.annotations).toEqual({
    'cdk8s-gitops.io/permissions': 'https://charts.example.com: developers try charts',
  });
  expect(Object.keys(first.spec)).toEqual(['sourceRepos', 'destinations', 'roles']);
  expect(second.spec.sourceRepos).toEqual(['https://git.example.com/shop.git']);
  expect(second.metadata.annotations).toBeUndefined();
});

test('a project narrows one commit after the last use', () => {
  const first = allowed({ uses: [use('a', ['Node']), use('b')] }).manifest;

  const second = allowed({ uses: [use('a')], committedUses: [use('a', ['Node']), use('b')], committed: first });
  const third = allowed({ uses: [use('a')], committedUses: [use('a')], committed: second.manifest });

  expect([second.namespaces, second.kinds]).toEqual([['a', 'b'], ['Node']]);
  expect([third.namespaces, third.kinds]).toEqual([['a'], undefined]);
  expect(third.manifest.metadata.annotations).toBeUndefined();
});

test('a check does not call a project stale that only waits to be narrowed', () => {
  const first = allowed({ uses: [use('a'), use('b')] }).manifest;
  const second = allowed({ uses: [use('a')], committedUses: [use('a'), use('b')], committed: first }).manifest;

  const check = allowed({ uses: [use('a')], committedUses: [use('a')], committed: second, narrow: false }).manifest;

  expect(check).toEqual(second);
});

test('what somebody added to the committed project by hand is not kept', () => {
  const committed = allowed({ uses: [use('a')] }).manifest;
  const widened = {
    ...committed,
    spec: { ...committed.spec, destinations: [...(committed.spec.destinations ?? []), { name: '*', namespace: '*' }] },
  };

  expect(
    allowed({ uses: [use('a')], committedUses: [use('a')], committed: widened, narrow: false }).namespaces,
  ).toEqual(['a']);
});
