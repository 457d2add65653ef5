// The layers of ARCHITECTURE.md, enforced. A folder may import what is listed and itself, nothing else;
// type-only imports obey the same rule.
const LAYERS = {
  errors: [],
  host: ['errors'],
  manifest: ['errors', 'host'],
  files: ['errors', 'manifest'],
  engines: ['errors', 'host', 'manifest', 'files'],
  argocd: ['errors', 'host', 'manifest', 'files', 'engines'],
  model: ['errors', 'host', 'manifest', 'files', 'engines', 'argocd'],
  synth: ['errors', 'manifest', 'files', 'engines', 'argocd', 'model'],
  render: ['errors', 'host', 'manifest', 'files', 'engines', 'argocd'],
  cluster: ['errors', 'host', 'manifest', 'files', 'engines', 'argocd'],
  git: ['errors', 'host', 'manifest', 'files'],
  registry: ['errors', 'host', 'manifest', 'files'],
  workflow: ['errors', 'host', 'manifest', 'files', 'engines', 'argocd', 'model', 'synth', 'render', 'cluster', 'git', 'registry'],
  'local-cluster': ['errors', 'host'],
};

/** The same inside the larger folders: each room stands on those named, on the files at the top of its folder and on what is outside. */
const ROOMS = {
  argocd: {
    repositories: [],
    versions: [],
    clusters: [],
    application: [],
    project: ['application', 'sync'],
    sync: ['application'],
    set: ['application', 'clusters'],
  },
  render: {
    source: [],
    resources: ['source'],
    helm: ['source'],
    kustomize: ['source', 'helm'],
  },
  cluster: {
    transport: [],
    health: ['transport'],
    access: ['transport'],
    eks: ['transport', 'access'],
    identity: ['transport', 'access'],
    objects: ['transport'],
    inventory: ['transport', 'identity', 'objects'],
    rehearse: ['transport', 'objects', 'inventory'],
    observe: ['transport', 'objects', 'inventory', 'rehearse'],
    plan: ['transport', 'objects', 'inventory', 'rehearse', 'observe'],
    wait: ['transport', 'health'],
    execute: ['transport', 'health', 'objects', 'inventory', 'rehearse', 'observe', 'plan', 'wait'],
  },
  workflow: {
    api: [],
    authoring: ['api'],
    sources: ['api'],
    revision: ['api', 'sources'],
    verdicts: ['api', 'revision'],
    checks: ['api', 'revision', 'verdicts'],
    desired: ['api', 'sources', 'revision', 'verdicts'],
    clusters: ['api', 'sources', 'revision', 'verdicts', 'desired'],
    planning: ['api', 'sources', 'revision', 'verdicts', 'desired', 'clusters'],
    'plan-files': ['api', 'planning'],
    delivery: ['api', 'sources', 'revision', 'verdicts', 'desired', 'clusters', 'planning'],
  },
  cli: {
    terminal: [],
    loading: [],
    command: ['terminal'],
    input: ['terminal', 'loading', 'command'],
    reports: ['terminal', 'input'],
    verbs: ['terminal', 'loading', 'command', 'input', 'reports'],
  },
};

/** 'src/manifest/' and, for a layer that is one file, 'src/errors.ts'. */
const within = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const layer = ([name, allowed]) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${name} may import only: ${allowed.join(', ') || 'nothing'}`,
  from: { path: within([name]) },
  to: { path: '^(src|apps|environments|test)/', pathNot: within([name, ...allowed]) },
});
const folderOf = (parent) => ([name, allowed]) => ({
  name: `${parent}-${name}`,
  severity: 'error',
  comment: `src/${parent}/${name} may import, of src/${parent}, only: ${allowed.join(', ') || 'nothing'}`,
  from: { path: `^src/${parent}/${name}/` },
  to: { path: `^src/${parent}/[^/]+/`, pathNot: `^src/${parent}/(${[name, ...allowed].join('|')})/` },
});
/** A package that only one place may import. */
const fence = (packages, where) => ({
  name: `fence-${packages.split('|')[0].replace(/\W/g, '')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: where },
  to: { path: `node_modules/(${packages})/` },
});

/** Commands are run by src/host. These start processes that must outlive a crash of this one, in groups that a later run ends. */
const STARTERS = ['src/host/', 'src/local-cluster/process-table\\.ts$', 'src/local-cluster/provision/go-build\\.ts$'];

export default {
  forbidden: [
    ...Object.entries(LAYERS).map(layer),
    ...Object.entries(ROOMS).flatMap(([parent, rooms]) => Object.entries(rooms).map(folderOf(parent))),
    { name: 'layer-testing', severity: 'error', from: { path: '^src/testing\\.ts$' }, to: { path: '^src/', pathNot: within(['errors', 'files', 'synth', 'local-cluster']) } },
    { name: 'layer-apps', severity: 'error', from: { path: '^apps/' }, to: { path: '^(src/(?!index\\.ts$)|environments|test)' } },
    { name: 'layer-environments', severity: 'error', from: { path: '^environments/' }, to: { path: '^(src/(?!index\\.ts$)|test)' } },
    { name: 'nothing-imports-cli', severity: 'error', from: { pathNot: '^(src/(cli|bin)|test)/' }, to: { path: '^src/(cli|bin)/' } },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: { path: '^src' }, to: { couldNotResolve: true } },
    {
      name: 'fence-child-process',
      severity: 'error',
      comment: 'commands are run by src/host/run-command.ts',
      from: { path: '^src/', pathNot: STARTERS.map((path) => `^${path}`) },
      to: { dependencyTypes: ['core'], path: '^(node:)?child_process$' },
    },
    {
      name: 'options-are-handed-over',
      severity: 'error',
      comment: 'a verb gets its declared options from toCommand: importing them makes a chunk of its own, which every start loads',
      from: { path: '^src/cli/(verbs|reports|input)/', pathNot: '^src/cli/(verbs/[^/]+/[^/]+-(options|command)\\.ts$|input/options/)' },
      to: { path: '^src/cli/(verbs/[^/]+/[^/]+-options|input/options/.+)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    fence('isomorphic-git', '^src/git/'),
    fence('@kubernetes/client-node', '^src/cluster/'),
    fence('@aws-sdk|@smithy|@aws-crypto', '^src/cluster/eks/'),
    fence('js-yaml|js-yaml-4', '^src/manifest/'),
    fence('commander|listr2|tsx', '^src/cli/'),
    fence('string-width|cli-truncate', '^src/cli/terminal/'),
    fence('cdk8s|constructs', '^src/(model|synth)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(lib|\\.cache|templates)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], mainFields: ['module', 'main', 'types'], extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
