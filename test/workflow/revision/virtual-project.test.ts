import type { ArgoAppProject } from '../../../src/argocd/project/app-project.js';
import { projectRules } from '../../../src/argocd/project/project-rules.js';
import { virtualProject } from '../../../src/workflow/revision/virtual-project.js';

type Spec = Partial<ArgoAppProject['spec']>;

const project = (name: string, spec: Spec, labels?: Record<string, string>): ArgoAppProject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name, labels },
  spec: { sourceRepos: [], destinations: [], ...spec },
});
const CONFIG_MAP = { group: '', kind: 'ConfigMap' };
const SECRET = { group: '', kind: 'Secret' };
const GLOBAL = project('global', {
  namespaceResourceWhitelist: [CONFIG_MAP],
  sourceRepos: ['https://git.example.com/*'],
});
const byLabel = (...names: string[]) =>
  names.map((name) => `- projectName: ${name}\n  labelSelector: {matchLabels: {shared: 'yes'}}\n`).join('');

function permitted(own: ArgoAppProject, globalProjects: string | undefined): readonly string[] {
  const data = globalProjects === undefined ? {} : { globalProjects };
  const found = (resource: ArgoAppProject) => ({ resource, file: 'projects.yaml' });
  const rules = projectRules(
    virtualProject(own, {
      projects: [own, GLOBAL].map(found),
      settings: {
        file: 'cm.yaml',
        resource: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data },
      },
    }),
  );
  return [
    ...(rules.permitsKind(CONFIG_MAP, 'namespace') ? ['ConfigMap'] : []),
    ...(rules.permitsKind(SECRET, 'namespace') ? ['Secret'] : []),
    ...(rules.permitsRepository('https://git.example.com/a.git') ? ['repository'] : []),
  ];
}

const LABELS = { shared: 'yes' };
const OWN = project('shop', { namespaceResourceWhitelist: [SECRET] }, LABELS);

// mergeVirtualProject and GetGlobalProjects of Argo CD 3.2.11.
test.each<[what: string, own: ArgoAppProject, settings: string | undefined, expected: readonly string[]]>([
  ['without settings a project stands alone', OWN, undefined, ['Secret']],
  ['a global project adds its lists', OWN, byLabel('global'), ['ConfigMap', 'Secret', 'repository']],
  [
    'without the label it does not',
    project('shop', { namespaceResourceWhitelist: [SECRET] }),
    byLabel('global'),
    ['Secret'],
  ],
  [
    'an empty selector selects every project',
    project('shop', {}),
    '- projectName: global',
    ['ConfigMap', 'repository'],
  ],
  [
    'a list that was absent is that of the global project',
    project('shop', {}, LABELS),
    byLabel('global'),
    ['ConfigMap', 'repository'],
  ],
  ['a project is not its own global one', GLOBAL, '- projectName: global', ['ConfigMap', 'repository']],
  ['a global project that does not exist ends the list', OWN, byLabel('gone', 'global'), ['Secret']],
  [
    'a selector that Argo CD refuses ends the list',
    OWN,
    `- projectName: global\n  labelSelector: {matchExpressions: [{key: shared, operator: Is}]}\n${byLabel('global')}`,
    ['Secret'],
  ],
  ['settings that are no list are none', OWN, 'global', ['Secret']],
])('%s', (_, own, settings, expected) => {
  expect(permitted(own, settings)).toEqual(expected);
});
