import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { tempRepository } from '../helpers/temp-repository.js';

const OWN = 'https://git.example.com/team/deploy.git';
const FORK = 'https://git.example.com/me/Deploy';
const MIRROR = 'git@mirror.example.com:team/deploy.git';
const application = (name: string, repoURL: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  source: {repoURL: '${repoURL}', targetRevision: HEAD, path: web}
`;

async function looked(urls: readonly string[], repositoryUrls?: readonly string[], remotes: readonly string[] = [OWN]) {
  await using repository = tempRepository();
  for (const [index, url] of remotes.entries()) repository.git('remote', 'add', `r${index}`, url);
  repository.commit('first', {
    ...Object.fromEntries(urls.map((url, index) => [`argo/${index}.yaml`, application(`app-${index}`, url)])),
    'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  const at = { repository: repository.directory, repositoryUrls, sources: { offline: true } };
  const { notices, applications } = await listApplications(at);
  const { findings } = await check(at);
  return {
    types: applications.map(({ sources }) => sources[0]?.type),
    notices: notices.map(({ message }) => message),
    findings: findings.map(({ rule }) => rule),
  };
}

test('a source that looks like a fork or a mirror is another repository, and one note says how to make it own', async () => {
  const { notices, types } = await looked([OWN, FORK, FORK, MIRROR, 'https://git.example.com/team/other']);
  expect(types).toEqual(['directory', 'unknown', 'unknown', 'unknown', 'unknown']);
  expect(notices).toEqual([
    `'${FORK}' (2 sources), '${MIRROR}' (1 source) have the name of this repository and another owner or host: read as other repositories. If it is a mirror or a fork of this one, add --repository-url ${FORK} --repository-url ${MIRROR}`,
  ]);
});

test('a URL that is given is the repository, in each of its forms', async () => {
  expect(await looked([OWN, FORK, 'ssh://git@git.example.com/me/Deploy.git'], [FORK])).toMatchObject({
    types: ['directory', 'directory', 'directory'],
    notices: [],
  });
});

test('a URL in a generator of an ApplicationSet is told, too', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', OWN);
  repository.commit('first', {
    'argo/own.yaml': application('own', OWN),
    'argo/set.yaml': `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators: [{git: {repoURL: ${FORK}, revision: HEAD, directories: [{path: '*'}]}}]
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: shop}
      source: {repoURL: ${FORK}, path: '{{path}}'}
`,
    'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  const { notices } = await listApplications({ repository: repository.directory, sources: { offline: true } });
  expect(notices.map(({ message }) => message)).toEqual([expect.stringContaining(`--repository-url ${FORK}`)]);
});

test('every remote counts', async () => {
  expect(await looked([OWN, MIRROR], undefined, [OWN, MIRROR])).toMatchObject({
    types: ['directory', 'directory'],
    notices: [],
  });
});

test('a password in such a URL is not told', async () => {
  const { notices } = await looked([OWN, 'https://me:s3ntinel@git.example.com/me/deploy']);
  expect(notices).toEqual([expect.stringContaining("'https://git.example.com/me/deploy'")]);
  expect(notices[0]).not.toContain('s3ntinel');
});
