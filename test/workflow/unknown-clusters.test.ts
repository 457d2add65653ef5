import { check } from '../../src/workflow/check.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Clusters that are registered outside of Git: what an ApplicationSet makes of their labels and annotations is
// not known, and nothing is judged.

const URL = 'https://git.example.com/team/deploy.git';
const set = (path: string, options = '') => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: addons, namespace: argocd}
spec:
  ${options}
  generators: [{clusters: {}}]
  template:
    metadata: {name: addon}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: addon}
      source: {repoURL: '${URL}', targetRevision: HEAD, path: '${path}'}
`;
const WITH_LABEL = `
apiVersion: v1
kind: Secret
metadata: {name: own, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster, part: web}}
stringData: {name: in-cluster, server: https://kubernetes.default.svc}
`;
const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

async function found(files: Record<string, string>) {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', { 'web/a.yaml': MANIFEST, ...files });
  const { findings, applications } = await check({ repository: repository.directory, sources: { offline: true } });
  return { applications, findings: findings.map(({ level, rule }) => `${level} ${rule}`) };
}

test.each([
  ['a template', set('{{metadata.labels.part}}')],
  ['a Go template', set('{{ .metadata.labels.part }}', 'goTemplate: true')],
  [
    'a Go template that refuses missing keys',
    set('{{ .metadata.labels.part }}', "goTemplate: true\n  goTemplateOptions: ['missingkey=error']"),
  ],
])('%s with labels of clusters is not judged while no cluster Secret is known', async (_, one) => {
  expect(await found({ 'argo/set.yaml': one })).toEqual({ applications: 0, findings: ['warning not-expanded'] });
  expect(await found({ 'argo/set.yaml': one, 'argo/own.yaml': WITH_LABEL })).toEqual({ applications: 1, findings: [] });
});

test('a template without labels makes the Application of the own cluster', async () => {
  expect(await found({ 'argo/set.yaml': set('web') })).toEqual({ applications: 1, findings: [] });
});

test('a label that no cluster Secret has stays a mistake where the Secrets are known', async () => {
  const { findings } = await found({ 'argo/set.yaml': set('{{metadata.labels.prat}}'), 'argo/own.yaml': WITH_LABEL });
  expect(findings).toEqual(['error missing-path']);
});
