import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { tempRepository } from '../helpers/temp-repository.js';

/** Nothing listens there. */
const HOST = '127.0.0.1:1';

test('a host that cannot be reached is one finding with its places, whatever is fetched from it', async () => {
  await using repository = tempRepository();
  const application = (name: string, source: object) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: { project: 'default', source, destination: { server: 'https://kubernetes.default.svc', namespace: 'a' } },
    });
  repository.git('remote', 'add', 'origin', 'https://git.example.com/team/own.git');
  repository.commit('first', {
    'argo/a.yaml': application('a', { repoURL: `http://${HOST}/stable`, chart: 'a', targetRevision: '1.0.0' }),
    'argo/b.yaml': application('b', { repoURL: `http://${HOST}/other`, chart: 'b', targetRevision: '^2' }),
    'argo/c.yaml': application('c', { repoURL: `http://${HOST}/c.git`, path: 'c', targetRevision: 'main' }),
  });

  const { findings } = await check({ repository: repository.directory });

  const [finding, ...others] = findings.filter(({ rule }) => rule === 'unsupported-source');
  expect(others).toEqual([]);
  expect(finding?.message).toBe(`what is at '${HOST}' is not checked: it cannot be reached`);
  expect([finding, ...(finding?.places ?? [])].map((place) => [place?.file, place?.detail])).toEqual([
    ['argo/a.yaml', expect.stringContaining(`'http://${HOST}/stable/index.yaml' cannot be read`)],
    ['argo/b.yaml', expect.stringContaining(`'http://${HOST}/other/index.yaml' cannot be read`)],
    ['argo/c.yaml', expect.stringContaining(`'http://${HOST}/c.git' cannot be read`)],
  ]);
});
