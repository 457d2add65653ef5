// What must not compile of Applications whose objects come from a source. `tsc` reads this file in `npm test`.
import {
  DirectoryApplication,
  type Environment,
  HelmApplication,
  KustomizeApplication,
  PluginApplication,
  patch,
  type Repository,
  Source,
} from 'cdk8s-gitops';

declare const repository: Repository;
declare const dev: Environment;

interface Values {
  readonly replicas: number;
  readonly image: { readonly tag: string };
  readonly hosts: readonly string[];
}

const chart = { repository: 'https://charts.example.com', name: 'web', version: '1.0.0' } as const;
const typed = new HelmApplication<Values>(repository, 'typed', {
  chart,
  values: { image: { tag: 'v1' }, replicas: null },
});
const untyped = new HelmApplication(repository, 'untyped', { chart, values: { anything: [1, { at: 'all' }] } });
typed.overlay(dev, {
  chart: { version: '1.1.0' },
  values: { hosts: ['a'] },
  clusters: { eu: { values: { replicas: 2 } } },
});
untyped.overlay(dev, { chart: { path: 'charts/web' } });
new HelmApplication(repository, 'here', { chart: { path: 'charts/web' } });
new HelmApplication(repository, 'git', { chart: { repository: 'git@host:a.git', path: '.', revision: 'v1' } });

// @ts-expect-error a chart has a version
new HelmApplication(repository, 'a', { chart: { repository: 'https://charts.example.com', name: 'web' } });
// @ts-expect-error a chart of another Git repository has a revision
new HelmApplication(repository, 'b', { chart: { repository: 'https://git.example.com/a.git', path: '.' } });
// @ts-expect-error a folder of this repository has no revision of its own
new HelmApplication(repository, 'c', { chart: { path: 'charts/web', revision: 'v1' } });
// @ts-expect-error a name or a path
new HelmApplication(repository, 'd', { chart: { ...chart, path: 'charts/web' } });
// @ts-expect-error no chart
new HelmApplication(repository, 'e', {});
// @ts-expect-error misspelt
new HelmApplication(repository, 'f', { chart, value: {} });
// @ts-expect-error misspelt value
new HelmApplication<Values>(repository, 'g', { chart, values: { replica: 1 } });
// @ts-expect-error a list is whole
new HelmApplication<Values>(repository, 'h', { chart, values: { hosts: [1] } });
// @ts-expect-error a value of another type
typed.overlay(dev, { values: { image: { tag: 1 } } });
// @ts-expect-error the same on a cluster
typed.overlay(dev, { clusters: { eu: { values: { replicas: 'two' } } } });
// @ts-expect-error an overlay is of constructs or of a source
typed.overlay(dev, { props: {} });
// @ts-expect-error a reference is a value
typed.overlay(dev, { valueFiles: [Source.here()] });
// @ts-expect-error a revision is needed
Source.git({ repository: 'https://git.example.com/a.git' });

const from = { path: 'deploy/base' };
const kustomized = new KustomizeApplication(repository, 'kustomized', { from, replicas: { web: 1 } });
kustomized.overlay(dev, { from: { path: 'deploy/dev' }, patches: [patch({ kind: 'Service' }, { spec: {} })] });
new DirectoryApplication(repository, 'folder', { from, recurse: true, jsonnet: { extVars: { size: 3, deep: [1] } } });
new PluginApplication(repository, 'plugin', { from, env: { A: 'a' }, parameters: { a: 'a', b: ['b'], c: { d: 'e' } } });

// @ts-expect-error no folder
new KustomizeApplication(repository, 'k1', {});
// @ts-expect-error a folder of another repository has a revision
new KustomizeApplication(repository, 'k2', { from: { repository: 'https://git.example.com/a.git', path: '.' } });
// @ts-expect-error a revision of what
kustomized.overlay(dev, { from: { path: 'deploy', revision: 'v1' } });
// @ts-expect-error a number
kustomized.overlay(dev, { replicas: { web: '3' } });
// @ts-expect-error a text is not a patch
kustomized.overlay(dev, { patches: ['kind: Service'] });
// @ts-expect-error an option of Helm
kustomized.overlay(dev, { values: {} });
// @ts-expect-error misspelt
new DirectoryApplication(repository, 'd1', { from, recursive: true });
// @ts-expect-error a glob is a text
new DirectoryApplication(repository, 'd2', { from, include: ['*.yaml'] });
// @ts-expect-error Argo CD passes texts
new PluginApplication(repository, 'p1', { from, env: { SIZE: 3 } });
// @ts-expect-error texts in lists too
new PluginApplication(repository, 'p2', { from, parameters: { sizes: [3] } });

new HelmApplication(repository, 'several', { chart, sources: [Source.directory({ from, recurse: true })] });
// @ts-expect-error a lender has no objects
new HelmApplication(repository, 's1', { chart, sources: [Source.here()] });
// @ts-expect-error each needs its place
Source.kustomize({ namePrefix: 'a-' });

new HelmApplication(repository, 'wiki', { chart, only: dev });
new DirectoryApplication(repository, 'wikis', { from, only: [dev, dev] });
// @ts-expect-error an Environment, not its id
new HelmApplication(repository, 'o1', { chart, only: 'dev' });
