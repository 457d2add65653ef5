import type { ArgoAppProject } from '../../../src/argocd/project/app-project.js';
import type { Found } from '../../../src/render/resources/argo-resources.js';
import { checkGlobalProjects } from '../../../src/workflow/checks/check-global-projects.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const project = (name: string, labels?: Record<string, string>): Found<ArgoAppProject> => ({
  file: 'projects.yaml',
  resource: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, labels },
    spec: { sourceRepos: [], destinations: [] },
  },
});
const SETTINGS = {
  file: 'cm.yaml',
  resource: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' } },
};
const FORBIDDEN: Finding = {
  rule: 'forbidden-kind',
  level: 'error',
  message: "the AppProject 'shop' does not permit 'Secret a/b' of Argo Application 'web'",
};
const labelled = [project('shop', { shared: 'yes' }), project('all')];

test('what a project with labels forbids is a warning while globalProjects are not known', () => {
  const [told] = checkGlobalProjects([FORBIDDEN], { projects: labelled, settings: undefined });

  expect(told).toMatchObject({
    rule: 'forbidden-kind',
    level: 'warning',
    detail: "'Secret a/b' of Argo Application 'web'",
  });
});

test.each([
  ['argocd-cm is known', { projects: labelled, settings: SETTINGS }],
  ['the project has no labels', { projects: [project('shop'), project('all')], settings: undefined }],
  ['there is no other project', { projects: [project('shop', { shared: 'yes' })], settings: undefined }],
])('it is an error where %s', (_, resources) => {
  expect(checkGlobalProjects([FORBIDDEN], resources)).toEqual([FORBIDDEN]);
});
