import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import type { ArgoResources, Found } from '../../../src/render/resources/argo-resources.js';
import { checkProjects } from '../../../src/workflow/checks/check-projects.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const application = (project: string): Found<ArgoApplication> => ({
  file: `argo/${project}.yaml`,
  resource: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: `of-${project}` },
    spec: { project, destination: { name: 'in-cluster', namespace: 'shop' } },
  },
});
const unknown = (project: string): Finding => ({
  rule: 'unknown-project',
  level: 'error',
  message: `Argo Application 'of-${project}' is in the AppProject '${project}', which is not in this repository: Argo CD refuses it`,
  file: `argo/${project}.yaml`,
  object: `Application of-${project}`,
});

function levels(named: readonly string[], known: readonly string[]) {
  const resources: ArgoResources = {
    applications: named.map(application),
    roots: [],
    projects: known.map((name) => ({
      file: 'projects.yaml',
      resource: {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AppProject',
        metadata: { name },
        spec: { sourceRepos: [], destinations: name === 'global' ? [] : [{ server: '*', namespace: '*' }] },
      },
    })),
    clusters: [],
    clusterSecrets: [],
    applicationSets: [],
    problems: [],
  };
  const missing = named.filter((name) => name !== 'default' && !known.includes(name));
  return checkProjects(missing.map(unknown), resources).map(({ level, detail = '' }) => `${level} ${detail}`.trim());
}

test.each<[what: string, named: readonly string[], known: readonly string[], expected: readonly string[]]>([
  ['none is known', ['shop', 'team'], [], ["warning AppProject 'shop'", "warning AppProject 'team'"]],
  ['one is missing beside a known one', ['shop', 'team'], ['team'], ['error']],
  [
    'most are kept elsewhere',
    ['shop', 'billing', 'team'],
    ['team'],
    ["warning AppProject 'shop'", "warning AppProject 'billing'"],
  ],
  [
    'most are kept elsewhere, and one is misspelt',
    ['shop', 'teem', 'team'],
    ['team'],
    ["warning AppProject 'shop'", 'error'],
  ],
  ['one is missing beside one that no Application names', ['shop'], ['other'], ['error']],
  ['one is missing beside one that none can be in', ['shop'], ['global'], ["warning AppProject 'shop'"]],
  ['the project default is no evidence', ['default', 'shop'], [], ["warning AppProject 'shop'"]],
])('%s', (_, named, known, expected) => {
  expect(levels(named, known)).toEqual(expected);
});
