// ApplicationSets that yield 10,000 Applications: the expansion alone, and calls of the template engine.
// `node bench/applicationsets.mjs` after `npm run build`.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIB = process.env.GITOPS_LIB ?? fileURLToPath(new URL('../lib/', import.meta.url));
const extension = process.env.GITOPS_LIB ? 'ts' : 'js';
const load = (file) => import(join(LIB, `${file}.${extension}`));
const { createTemplates } = await load('engines/template/create-templates');
const { expandApplicationSet } = await load('render/expand-application-set');

const SIZE = 10_000;
const SIDE = 100;
const numbers = (size) => Array.from({ length: size }, (_, index) => index);
const paths = numbers(SIZE).map((index) => `apps/team-${index % SIDE}/app-${index}/kustomization.yaml`);
const clusters = numbers(SIDE).map((index) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: `cluster-${index}`,
    labels: { 'argocd.argoproj.io/secret-type': 'cluster', tier: index % 2 ? 'gold' : 'silver' },
  },
  stringData: { name: `c${index}`, server: `https://c${index}.example.com` },
}));
const git = { git: { repoURL: 'https://example.com/a.git', revision: 'HEAD', directories: [{ path: 'apps/*/*' }] } };
const files = {
  git: {
    ...git.git,
    directories: undefined,
    files: [{ path: 'apps/**/kustomization.yaml' }],
    values: { at: '{{ .path.basename }}' },
  },
};
const some = { list: { elements: numbers(SIDE).map((index) => ({ app: `app-${index}` })) } };
const listed = { list: { elements: numbers(SIZE).map((index) => ({ path: { basename: `a${index}`, path: 'x' } })) } };
const selected = {
  clusters: {
    selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
    values: { who: '{{ .app }}-{{ .name }}' },
  },
};
const CASES = {
  list: { generators: [listed], name: '{{ .path.basename }}' },
  'git directories': { generators: [git], name: '{{ .path.basename }}' },
  'git files': { generators: [files], name: '{{ .values.at }}' },
  'matrix of 100 × 100 clusters': {
    generators: [{ matrix: { generators: [some, selected] } }],
    name: '{{ .app }}-{{ .name }}',
  },
  'merge of 10,000': {
    generators: [{ merge: { mergeKeys: ['path'], generators: [git, listed] } }],
    name: '{{ .path.basename }}',
  },
};

console.log('10,000 Applications            ms  CPU ms  engine calls  threads');
for (const [title, { generators, name }] of Object.entries(CASES)) {
  const templates = createTemplates();
  const template = {
    metadata: { name, labels: { app: '{{ .app | default "none" }}' } },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://example.com/a.git',
        targetRevision: 'HEAD',
        path: '{{ if .path }}{{ .path.path }}{{ else }}x{{ end }}',
      },
      destination: { server: '{{ .server | default "https://kubernetes.default.svc" }}', namespace: 'apps' },
      syncPolicy: { automated: { prune: true }, syncOptions: ['CreateNamespace=true'] },
    },
  };
  const resource = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'set', namespace: 'argocd' },
    spec: { goTemplate: true, generators: JSON.parse(JSON.stringify(generators)), template },
  };
  const tree = { paths, read: () => 'resources: []\n' };
  const started = performance.now();
  const before = process.cpuUsage();
  const { applications } = await expandApplicationSet(
    { resource, file: 'set.yaml' },
    { templates, clusters, recordings: [], files: async () => tree },
  );
  if (applications.length !== SIZE) throw new Error(`${title}: ${applications.length}`);
  const time = Math.round(performance.now() - started);
  const { user, system } = process.cpuUsage(before);
  const columns = [
    String(time).padStart(5),
    String(Math.round((user + system) / 1000)).padStart(6),
    String(templates.calls).padStart(12),
  ];
  console.log(`${title.padEnd(28)} ${columns.join('  ')}  ${String(templates.enginesStarted).padStart(7)}`);
  await templates.close();
}
