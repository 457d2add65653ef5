import { GitopsError } from '../../src/errors.js';
import type { FileSet } from '../../src/files/file-set.js';
import type { ArgoApplicationSettings } from '../../src/model/argo-application-settings.js';
import { Environment } from '../../src/model/environment.js';
import type { Repository, RepositoryProps } from '../../src/model/repository.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { filesOf } from '../golden/helpers.js';
import { environment, local, messages, repository, Web } from '../model/fixtures.js';
import { withKustomize } from './with-kustomize.js';

const kustomize = withKustomize();

async function files(root: Repository, previous?: FileSet): Promise<FileSet> {
  return filesOf(await synthesize(root, { kustomize: kustomize(), previous }));
}

async function problems(root: Repository, previous?: FileSet): Promise<readonly GitopsError[]> {
  const error: unknown = await synthesize(root, { kustomize: kustomize(), previous }).catch(
    (thrown: unknown) => thrown,
  );
  return GitopsError.is(error) ? GitopsError.each(error) : [];
}

function tree(props: Partial<RepositoryProps> = {}, overlay: ArgoApplicationSettings = {}): Repository {
  const root = repository(props);
  const prod = new Environment(root, 'prod', { clusters: [local(root, 'eu'), local(root, 'us')] });
  new Web(root).overlay(prod, overlay);
  return root;
}

test('Argo Applications and their files are named by functions, the innermost of the four levels', async () => {
  const root = tree(
    {
      argoApplicationName: ({ application, environment: stage, cluster }) => `${cluster}.${stage}.${application}`,
      argoApplicationFolder: ({ environment: stage, cluster }) => `${stage}/${cluster}`,
    },
    { argoApplicationName: ({ application, cluster }) => `${application}-in-${cluster}` },
  );

  const written = (await files(root)).below('applications');

  expect(written.paths()).toEqual(['prod/eu/web-in-eu.yaml', 'prod/us/web-in-us.yaml']);
  expect(written.get('prod/eu/web-in-eu.yaml')).toContain('  name: web-in-eu\n');
});

test.each<[string, ArgoApplicationSettings, readonly string[]]>([
  [
    'a name in capitals',
    { argoApplicationName: ({ cluster }) => `Web_${cluster}` },
    [
      `MODEL_INVALID_NAME: 'Web_eu', which argoApplicationName gives for 'web' in 'prod' on 'eu', is not a DNS label`,
      `MODEL_INVALID_NAME: 'Web_us', which argoApplicationName gives for 'web' in 'prod' on 'us', is not a DNS label`,
    ],
  ],
  [
    'a name of 64 characters',
    { argoApplicationName: ({ cluster }) => (cluster === 'eu' ? 'a'.repeat(64) : 'b'.repeat(63)) },
    [
      `SYNTH_NAME_TOO_LONG: '${'a'.repeat(64)}', which argoApplicationName gives for 'web' in 'prod' on 'eu', has 64 characters, 63 are allowed`,
    ],
  ],
  [
    'one name for all',
    { argoApplicationName: () => 'web' },
    ["MODEL_DUPLICATE: 'web/prod' on 'us' and 'web/prod' on 'eu' would both be the Argo Application 'web'"],
  ],
  [
    'the name of the root application',
    { argoApplicationName: ({ cluster }) => (cluster === 'eu' ? 'root' : 'web') },
    ["MODEL_DUPLICATE: 'web/prod' and the root application would both be the Argo Application 'root'"],
  ],
  [
    'no name',
    { argoApplicationName: (() => undefined) as never },
    [
      "MODEL_INVALID_NAME: 'undefined', which argoApplicationName gives for 'web' in 'prod' on 'eu', is not a string",
      "MODEL_INVALID_NAME: 'undefined', which argoApplicationName gives for 'web' in 'prod' on 'us', is not a string",
    ],
  ],
  [
    'a function that throws',
    {
      argoApplicationName: ({ cluster }) => {
        throw new TypeError(`no name for ${cluster}`);
      },
    },
    [
      "MODEL_RESOURCES_FAILED: argoApplicationName() of 'web/prod' failed: no name for eu",
      "MODEL_RESOURCES_FAILED: argoApplicationName() of 'web/prod' failed: no name for us",
    ],
  ],
  [
    'a folder outside',
    { argoApplicationFolder: ({ cluster }) => (cluster === 'eu' ? '../eu' : 'us') },
    ["MODEL_INVALID_NAME: '../eu', which argoApplicationFolder gives for 'web' in 'prod' on 'eu', is not a DNS label"],
  ],
])('%s is an error at the line that gives it, all at once', async (_, overlay, expected) => {
  const found = await problems(tree({}, overlay));

  expect(messages(found)).toEqual(expected.map((message) => expect.stringContaining(message)));
  for (const { source } of found) expect(source?.file).toMatch(/argo-names\.test\.ts$/);
});

test('another name is another Argo Application: it needs repository.moved for one commit', async () => {
  const before = await files(tree());
  const renamed = () => tree({ argoApplicationName: ({ cluster }) => `shop-${cluster}` });

  const refused = await problems(renamed(), before);
  const moved = renamed().moved({ from: 'web-prod-eu', to: 'shop-eu' }).moved({ from: 'web-prod-us', to: 'shop-us' });
  const after = await files(moved, before);

  expect(messages(refused)).toEqual([
    "SYNTH_VANISHED: the Argo Application 'web-prod-eu' would vanish although its overlay still exists, as 'shop-eu'",
    "SYNTH_VANISHED: the Argo Application 'web-prod-us' would vanish although its overlay still exists, as 'shop-us'",
  ]);
  expect(after.get('applications/prod/shop-eu.yaml')).toContain('cdk8s-gitops.io/moved-from: web-prod-eu');
});

test('another folder moves the file and nothing else', async () => {
  const before = await files(tree());

  const after = await files(tree({ argoApplicationFolder: () => 'all' }), before);

  expect(after.get('applications/all/web-prod-eu.yaml')).toBe(before.get('applications/prod/web-prod-eu.yaml'));
});

test('what everything around an Argo Application says stands in it', async () => {
  const root = repository({ labels: { team: 'shop', tier: 'any' }, annotations: { a: 'repository' } });
  const dev = environment(root, 'dev', { labels: { tier: 'dev' }, wave: 5 });
  new Web(root, 'web', {
    annotations: { a: 'web' },
    ignoreDifferences: [{ kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
  }).overlay(dev, {
    wave: -5,
    argoApplication: {
      spec: {
        revisionHistoryLimit: 3,
        source: { targetRevision: 'v1.2.0', kustomize: { commonAnnotations: { by: 'argo' } } },
      },
    },
  });

  expect((await files(root)).get('applications/dev/web-dev.yaml')).toBe(`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web-dev
  namespace: argocd
  labels:
    cdk8s-gitops.io/application: web
    cdk8s-gitops.io/cluster: dev-cluster
    cdk8s-gitops.io/environment: dev
    team: shop
    tier: dev
  annotations:
    a: web
    argocd.argoproj.io/manifest-generate-paths: .;../../base
    argocd.argoproj.io/sync-wave: '-5'
    cdk8s-gitops.io/delivery: sync
spec:
  project: web
  source:
    repoURL: https://git.example.com/shop.git
    targetRevision: v1.2.0
    path: gitops/apps/web/overlays/dev
    kustomize:
      commonAnnotations:
        by: argo
  destination:
    name: dev-cluster
    namespace: web
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
  ignoreDifferences:
    - kind: Deployment
      jsonPointers:
        - /spec/replicas
  revisionHistoryLimit: 3
`);
});

test('a field that contradicts a prop is an error at the line that gives it, once, with the prop', async () => {
  const root = tree({
    argoApplication: {
      metadata: { name: 'x', namespace: 'y', labels: { 'cdk8s-gitops.io/cluster': 'z' } },
      spec: {
        project: 'other',
        source: { path: 'elsewhere' },
        sources: [],
        syncPolicy: { syncOptions: ['Replace=true'] },
        destination: { namespace: 'web' },
      },
    },
    rootApplication: { argoApplication: { spec: { destination: { namespace: 'elsewhere' } } } },
  });

  const found = await problems(root);

  expect(found.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
    "argoApplication sets 'metadata.name', which synth writes itself with another value Leave it out: it comes from 'argoApplicationName'.",
    "argoApplication sets 'metadata.namespace', which synth writes itself with another value Leave it out: it comes from 'argocdNamespace' of the Repository.",
    "argoApplication sets 'metadata.labels.cdk8s-gitops.io/cluster', which synth writes itself with another value Leave it out: it comes from 'labels'.",
    "argoApplication sets 'spec.project', which synth writes itself with another value Leave it out: it comes from 'project' of the Application.",
    "argoApplication sets 'spec.source.path', which synth writes itself with another value Leave it out: it comes from 'output' of the Repository.",
    "argoApplication sets 'spec.syncPolicy.syncOptions', which synth writes itself with another value Leave it out: it comes from 'syncPolicy'.",
    "argoApplication sets 'spec.sources', which synth writes itself with another value Leave it out; an overlay is one source, spec.source.",
    "argoApplication sets 'spec.destination.namespace', which synth writes itself with another value Leave it out: it comes from the clusters of the Environment and the namespace.",
  ]);
});
