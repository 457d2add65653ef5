import { toYaml } from '../../../src/manifest/yaml.js';
import { check } from '../../../src/workflow/check.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';

interface Words {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly hook?: string;
  readonly syncPolicy?: object;
  readonly project?: object;
  readonly strategy?: object;
}

const argo = (kind: string, name: string, spec: object, metadata: object = {}) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd', ...metadata }, spec });

/** Findings of a repository with one of everything: an Application, its project, an ApplicationSet, objects. */
async function told({ annotations, labels, hook = 'PreSync', syncPolicy, project, strategy }: Words) {
  await using repository = tempRepository();
  const spec = (path: string) => ({
    project: 'shop',
    source: { repoURL: URL, path },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
  });
  const job = (name: string) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, annotations: { 'argocd.argoproj.io/hook': hook } },
  });
  repository.commit('first', {
    'argo/project.yaml': argo('AppProject', 'shop', {
      sourceRepos: [URL],
      destinations: [{ server: '*', namespace: '*' }],
      ...project,
    }),
    'argo/web.yaml': argo('Application', 'web', { ...spec('web'), syncPolicy }, { annotations, labels }),
    'argo/set.yaml': argo('ApplicationSet', 'set', {
      generators: [{ list: { elements: [{ name: 'api' }] } }],
      template: { metadata: { name: '{{name}}', annotations }, spec: spec('api') },
      strategy,
    }),
    'web/jobs.yaml': `${toYaml(job('first'))}---\n${toYaml(job('second'))}`,
    'api/job.yaml': toYaml(job('third')),
  });
  const { findings } = await check({ repository: repository.directory });
  return findings.map(({ level, rule, message, file, line, hint, object, places = [] }) => ({
    told: `${level} ${rule}: ${message} ${hint}`,
    at: [{ file, line, object }, ...places].map((place) => `${place.file}:${place.line ?? ''} ${place.object}`),
  }));
}

test.each<[what: string, words: Words]>([
  ['nothing', {}],
  [
    'annotations and options',
    { annotations: { 'argocd.argoproj.io/sync-wave': '2' }, syncPolicy: { syncOptions: ['CreateNamespace=true'] } },
  ],
  [
    'roles and windows',
    {
      project: {
        roles: [{ name: 'dev', policies: ['p, proj:shop:dev, applications, sync, shop/*, allow'], groups: ['team'] }],
        syncWindows: [{ kind: 'deny', schedule: '0 0 30 2 *', duration: '1h', applications: ['none'] }],
      },
    },
  ],
])('fine: %s', async (_, words) => {
  expect(await told(words)).toEqual([]);
});

test('a misspelt hook is told once, with its objects; the Argo Application stays the place', async () => {
  expect(await told({ hook: 'PreSnyc' })).toEqual([
    {
      told: "warning ignored-word: the annotation 'argocd.argoproj.io/hook' of Job 'third' of Argo Application 'api' has 'PreSnyc', which is not a hook: Argo CD never applies it Did you mean 'PreSync'?",
      at: ['argo/set.yaml:10 Job third', 'argo/web.yaml:4 Job first', 'argo/web.yaml:4 Job second'],
    },
  ]);
});

test('a misspelt annotation of an Argo Application and of a template is one finding', async () => {
  const [found, ...more] = await told({ annotations: { 'argocd.argoproj.io/syncwave': '2' } });

  expect(more).toEqual([]);
  expect(found?.told).toMatch(
    /^warning ignored-word: .*is not one of the annotations that Argo CD reads Did you mean '.*sync-wave'\?$/,
  );
  expect(found?.at).toHaveLength(2);
});

test.each<[words: Words, expected: string, line: number]>([
  [
    { syncPolicy: { syncOptions: ['CreateNamespaces=true'] } },
    "warning ignored-word: spec.syncPolicy.syncOptions of Argo Application 'web' has 'CreateNamespaces=true', which is not a sync option Did you mean 'CreateNamespace='?",
    15,
  ],
  [
    { syncPolicy: { retry: { limit: 2, backoff: { duration: 'soon' } } } },
    "error invalid-application: spec.syncPolicy.retry.backoff.duration of Argo Application 'web' is 'soon', which is not a duration: Argo CD does not try again Write it as '5s' or '1m30s'.",
    18,
  ],
  [
    { project: { syncWindows: [{ kind: 'alow', schedule: '0 22 * * *', duration: '1h', applications: ['none'] }] } },
    "error invalid-project: spec.syncWindows[0].kind of AppProject 'shop' is 'alow', which is neither allow nor deny: it has no effect Did you mean 'allow'?",
    13,
  ],
  [
    { project: { roles: [{ name: 'dev', policies: ['p, proj:shop:dev, aplications, get, shop/*, allow'] }] } },
    "error invalid-project: spec.roles[0].policies[0] of AppProject 'shop' is 'p, proj:shop:dev, aplications, get, shop/*, allow', which has the resource 'aplications', which no role of a project has Did you mean 'applications'?",
    15,
  ],
  [
    { project: { sourceRepos: [URL, URL] } },
    `warning ignored-word: spec.sourceRepos[1] of AppProject 'shop' is there twice, '${URL}': Argo CD's web interface and commands refuse to save such a project Remove one of the two.`,
    9,
  ],
  [
    { strategy: { type: 'RolingSync' } },
    "warning ignored-word: spec.strategy.type of ApplicationSet 'set' is 'RolingSync', which Argo CD does not have Did you mean 'RollingSync'?",
    23,
  ],
])('%j', async (words, expected, line) => {
  const [found, ...more] = await told(words);

  expect(more).toEqual([]);
  expect(found?.told).toBe(expected);
  expect(found?.at).toEqual([expect.stringContaining(`:${line} `)]);
});
