import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { repositoryOf } from '../../../src/workflow/desired/desired-application.js';

const [apps, values] = ['https://git.example.com/team/apps.git', 'https://git.example.com/team/values.git'];
const deploy = { repoURL: apps, path: 'web' };

test.each<{ says: string; spec: Partial<ArgoApplication['spec']>; is: string }>([
  { says: 'its source', spec: { source: deploy }, is: 'git.example.com/team/apps' },
  {
    says: 'the first of its sources',
    spec: { sources: [deploy, { repoURL: values, ref: 'v' }] },
    is: 'git.example.com/team/apps',
  },
  {
    says: 'the first of its sources, whatever source is beside them',
    spec: { source: { repoURL: '', path: 'web' }, sources: [deploy] },
    is: 'git.example.com/team/apps',
  },
  {
    says: 'its source where the sources are empty',
    spec: { source: deploy, sources: [] },
    is: 'git.example.com/team/apps',
  },
])('the repository of an Argo Application is that of $says', ({ spec, is }) => {
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web' },
    spec: { project: 'default', destination: { name: 'in-cluster' }, ...spec },
  } as const;

  expect(repositoryOf(application)).toBe(is);
});
