import { forbiddenPart, type PlacedDestination, projectRules } from '../../../src/argocd/project/project-rules.js';

const rules = (spec: object) => projectRules({ spec: { sourceRepos: [], destinations: [], ...spec } });
const EU = { server: 'https://eu.example.com', name: 'eu' };

describe('projectRules', () => {
  test.each<[patterns: string[], repoURL: string, permitted: boolean]>([
    [[], 'https://git.example.com/a/b', false],
    [['*'], 'https://git.example.com/a/b.git', true],
    [['https://git.example.com/a/b'], 'https://GIT.example.com/a/b.git', true],
    [['https://git.example.com/*'], 'https://git.example.com/a/b', false],
    [['https://git.example.com/*/*'], 'https://git.example.com/a/b', true],
    [['https://git.example.com/**'], 'https://git.example.com/a/b', true],
    [['git@git.example.com:a/b'], 'ssh://git@git.example.com/a/b.git', true],
    [['*', '!https://git.example.com/a/*'], 'https://git.example.com/a/b', false],
    [['!https://git.example.com/a/*', '*'], 'https://git.example.com/c/b', true],
  ])('source repositories %j and %s: %s', (sourceRepos, repoURL, permitted) => {
    expect(rules({ sourceRepos }).permitsRepository(repoURL)).toBe(permitted);
  });

  test.each<[destinations: object[], destination: PlacedDestination, permitted: boolean]>([
    [[], { ...EU, namespace: 'shop' }, false],
    [[{ name: 'eu', namespace: 'shop' }], { ...EU, namespace: 'shop' }, true],
    [[{ server: 'https://eu.example.com', namespace: 'shop' }], { ...EU, namespace: 'shop' }, true],
    [[{ name: 'us', namespace: 'shop' }], { ...EU, namespace: 'shop' }, false],
    [[{ name: 'eu', namespace: 'shop' }], { ...EU, namespace: 'other' }, false],
    [[{ name: 'eu', namespace: '*' }], EU, true],
    [[{ name: 'eu', namespace: 'shop-*' }], { ...EU, namespace: 'shop-a/b' }, true],
    [
      [
        { server: '*', namespace: '*' },
        { server: '*', namespace: '!kube-system' },
      ],
      { ...EU, namespace: 'kube-system' },
      false,
    ],
    [
      [
        { server: '*', namespace: '*' },
        { server: '*', namespace: '!kube-system' },
      ],
      { ...EU, namespace: 'shop' },
      true,
    ],
    [
      [
        { server: '*', namespace: '*' },
        { name: '!eu', namespace: 'any' },
      ],
      { ...EU, namespace: 'shop' },
      false,
    ],
    [
      [
        { server: '*', namespace: '*' },
        { server: '!https://eu.*', namespace: 'any' },
      ],
      { ...EU, namespace: 'shop' },
      true,
    ],
    [
      [
        { server: '*', namespace: '*' },
        { server: '!https://eu.*', namespace: 'shop' },
      ],
      { ...EU, namespace: 'shop' },
      false,
    ],
  ])('destinations %j and %j: %s', (destinations, destination, permitted) => {
    expect(rules({ destinations }).permitsDestination(destination)).toBe(permitted);
  });

  const NAMESPACE = { group: '', kind: 'Namespace' };
  const DEPLOYMENT = { group: 'apps', kind: 'Deployment' };
  const ALL = [{ group: '*', kind: '*' }];
  test.each<[spec: object, kind: { group: string; kind: string }, scope: 'cluster' | 'namespace', permitted: boolean]>([
    [{}, NAMESPACE, 'cluster', false],
    [{ clusterResourceWhitelist: [] }, NAMESPACE, 'cluster', false],
    [{ clusterResourceWhitelist: [NAMESPACE] }, NAMESPACE, 'cluster', true],
    [{ clusterResourceWhitelist: ALL, clusterResourceBlacklist: [NAMESPACE] }, NAMESPACE, 'cluster', false],
    [{ clusterResourceWhitelist: [{ group: '', kind: 'Name*' }] }, NAMESPACE, 'cluster', true],
    [{ clusterResourceWhitelist: [{ group: '', kind: 'name*' }] }, NAMESPACE, 'cluster', false],
    [{}, DEPLOYMENT, 'namespace', true],
    [{ namespaceResourceWhitelist: [] }, DEPLOYMENT, 'namespace', false],
    [{ namespaceResourceWhitelist: [{ group: 'apps', kind: '*' }] }, DEPLOYMENT, 'namespace', true],
    [{ namespaceResourceWhitelist: [{ group: 'batch', kind: '*' }] }, DEPLOYMENT, 'namespace', false],
    [{ namespaceResourceBlacklist: [DEPLOYMENT] }, DEPLOYMENT, 'namespace', false],
  ])('kinds %j and %j of the %s: %s', (spec, kind, scope, permitted) => {
    expect(rules(spec).permitsKind(kind, scope)).toBe(permitted);
  });

  test('a cluster of the project is a destination without being listed, in the namespaces that it serves', () => {
    const project = { spec: { sourceRepos: [], destinations: [] as object[] } };
    const all = projectRules(project, [{ name: 'eu', server: 'https://eu.example.com' }]);
    const some = projectRules(project, [{ name: 'eu', server: 'https://eu.example.com', namespaces: ['shop'] }]);

    expect(all.permitsDestination({ ...EU, namespace: 'any' })).toBe(true);
    expect(some.permitsDestination({ ...EU, namespace: 'any' })).toBe(false);
    expect(some.permitsDestination({ ...EU, namespace: 'shop' })).toBe(true);
    expect(all.permitsDestination({ name: 'us', server: 'https://us.example.com', namespace: 'any' })).toBe(false);
    expect(projectRules(project, [{ name: 'local' }]).permitsDestination({ name: 'local', namespace: 'any' })).toBe(
      true,
    );
  });

  test('permitOnlyProjectScopedClusters forbids every other cluster, whatever is listed', () => {
    const project = {
      spec: { sourceRepos: [], destinations: [{ server: '*', namespace: '*' }], permitOnlyProjectScopedClusters: true },
    };
    const found = projectRules(project, [{ name: 'eu', server: 'https://eu.example.com' }]);

    expect(found.permitsDestination({ ...EU, namespace: 'shop' })).toBe(true);
    expect(found.permitsDestination({ name: 'us', server: 'https://us.example.com', namespace: 'shop' })).toBe(false);
    expect(projectRules(project).permitsDestination({ ...EU, namespace: 'shop' })).toBe(false);
  });

  test.each<[patterns: string[] | undefined, namespace: string, permitted: boolean]>([
    [undefined, 'team-a', false],
    [['team-*'], 'team-a', true],
    [['/^team-[ab]$/'], 'team-b', true],
    [['/^team-[ab]$/'], 'team-c', false],
    [['/(/'], 'team-c', false],
    [['/^(a+)+$/'], `${'a'.repeat(40)}b`, false],
  ])('Argo Applications of %j in %s: %s', (sourceNamespaces, namespace, permitted) => {
    expect(rules({ sourceNamespaces }).permitsSourceNamespace(namespace)).toBe(permitted);
  });

  test('of an object its kind is forbidden, or its namespace', () => {
    const found = rules({
      destinations: [{ name: 'eu', namespace: 'shop' }],
      namespaceResourceBlacklist: [DEPLOYMENT],
    });
    const part = (object: { group: string; kind: string; namespace?: string }) => forbiddenPart(found, object, EU);

    expect(part({ ...DEPLOYMENT, namespace: 'shop' })).toBe('kind');
    expect(part({ group: '', kind: 'Service', namespace: 'other' })).toBe('namespace');
    expect(part({ group: '', kind: 'Service', namespace: 'shop' })).toBeUndefined();
    expect(part(NAMESPACE)).toBe('kind');
  });
});
