import type { GitopsError } from '../../src/errors.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

const REPOSITORY = 'https://git.example.com/a.git';
/** Linux has such names, and Git keeps them. */
const NAME = 'a\\b.yaml';
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const CHART = 'apiVersion: v2\nname: chart\nversion: 1.0.0\n';

test.each([false, true])(
  'a backslash in the name of a file that nobody reads blocks nothing (on disk: %s)',
  async (worktree) => {
    const { findings, names, problems } = await read(
      {
        'apps/web/a.yaml': configMap('web'),
        [`docs/${NAME}`]: 'a: 1\n',
        'docs/x\\y/note.md': 'x',
        [`apps/other/${NAME}`]: configMap('x'),
      },
      worktree,
    );

    expect([names, problems, findings]).toEqual([['web'], [], []]);
  },
);

test.each<[what: string, files: Readonly<Record<string, string>>]>([
  ['a manifest', { [`apps/web/${NAME}`]: configMap('web') }],
  [
    'a resource of a kustomization',
    { 'apps/web/kustomization.yaml': `resources: ['${NAME}']\n`, [`apps/web/${NAME}`]: configMap('web') },
  ],
  ['a template', { 'apps/web/Chart.yaml': CHART, [`apps/web/templates/${NAME}`]: configMap('web') }],
])('%s with a backslash in its name is rendered, or has one error that names it', async (_, files) => {
  for (const worktree of [false, true]) {
    const { names, problems } = await read(files, worktree);

    if (problems.length === 0) expect(names).toEqual(['web']);
    else expect(problems).toEqual([expect.stringContaining('a\\b.yaml')]);
  }
});

async function read(files: Readonly<Record<string, string>>, worktree: boolean) {
  await using repository = tempRepository();
  repository.commit('all of them', {
    ...files,
    'argo/web.yaml': toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web' },
      spec: {
        project: 'default',
        source: { repoURL: REPOSITORY, path: 'apps/web' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      },
    }),
  });
  const problems: GitopsError[] = [];
  const options = { repository: repository.directory, repositoryUrls: [REPOSITORY], ...(worktree ? { worktree } : {}) };
  const { findings } = await check(options);
  const { objects } = await render({ ...options, all: true, onProblem: (problem) => problems.push(problem) });
  return {
    findings,
    names: objects.map(({ metadata }) => metadata.name),
    problems: problems.map(({ code, message }) => `${code} ${message}`),
  };
}
