import { toYaml } from '../../../src/manifest/yaml.js';
import { check } from '../../../src/workflow/check.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const argo = (kind: string, name: string, spec: object) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd' }, spec });
const application = (name: string, source: object, project = 'default') =>
  argo('Application', name, {
    project,
    source: { repoURL: URL, ...source },
    destination: { name: 'in-cluster', namespace: 'shop' },
  });
const root = (include: string) => application('root', { path: 'gitops', directory: { recurse: true, include } });
const FILES = {
  'gitops/.gitops/root.json': '{}',
  'gitops/root-app.yaml': root('{applications/*,applicationsets/*,clusters/*,projects/*}'),
  'gitops/applications/dev/web-dev.yaml': application('web-dev', { path: 'gitops/apps/web' }),
  'gitops/apps/web/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n',
  'gitops/apps/api/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: api}\n',
  'gitops/applicationsets/all.yaml': argo('ApplicationSet', 'all', {
    generators: [{ list: { elements: [{ name: 'api' }] } }],
    template: {
      metadata: { name: '{{name}}' },
      spec: {
        project: 'default',
        source: { repoURL: URL, path: 'gitops/apps/{{name}}' },
        destination: { name: 'in-cluster', namespace: 'shop' },
      },
    },
  }),
  'gitops/argocd/settings.yaml': toYaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd' },
    data: {},
  }),
};

async function told(files: Readonly<Record<string, string>>) {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', files);
  const { findings } = await check({ repository: repository.directory });
  return findings;
}

test('the root application brings what synth writes, ApplicationSets beside it, and not the settings that come with Argo CD', async () => {
  expect(await told(FILES)).toEqual([]);
});

test('what it leaves out is told, with where to move it', async () => {
  const { 'gitops/applicationsets/all.yaml': all, ...files } = FILES;

  const findings = await told({
    ...files,
    'gitops/argocd/all.yaml': all,
    'gitops/argocd/shop.yaml': argo('AppProject', 'shop', { sourceRepos: [], destinations: [] }),
  });

  expect(findings).toMatchObject([
    { rule: 'not-brought', level: 'error', file: 'gitops/argocd/all.yaml', line: 4, object: 'ApplicationSet all' },
    {
      rule: 'not-brought',
      file: 'gitops/argocd/shop.yaml',
      message: "no app of apps brings the AppProject 'shop': it is read here, and Argo CD does not know it",
      hint: 'Move it to a folder that the root application includes: gitops/applications, applicationsets or projects.',
    },
  ]);
});

test('an include of an older root application is told, too', async () => {
  const findings = await told({ ...FILES, 'gitops/root-app.yaml': root('{applications/*,clusters/*,projects/*}') });

  expect(findings).toMatchObject([
    {
      rule: 'not-brought',
      level: 'error',
      message:
        "no app of apps brings anything of 'gitops/applicationsets': it is read here, and Argo CD does not know it",
      object: 'ApplicationSet all',
    },
  ]);
});

test('a part of a folder that is left out may be meant, and is a warning', async () => {
  const findings = await told({
    ...FILES,
    'gitops/applications/prod/web-prod.yaml': application('web-prod', { path: 'gitops/apps/other' }),
    'gitops/apps/other/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n',
    'gitops/root-app.yaml': root('{applications/dev/*,applicationsets/*}'),
  });

  expect(findings).toMatchObject([{ rule: 'not-brought', level: 'warning', object: 'Application web-prod' }]);
});
