import fc from 'fast-check';
import { AppProject } from '../../../src/model/app-project.js';
import { Cluster } from '../../../src/model/cluster.js';
import { Environment } from '../../../src/model/environment.js';
import { patch } from '../../../src/model/patch.js';
import type { Repository } from '../../../src/model/repository.js';
import { synthRepository } from '../../../src/workflow/synth.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';
import { repository, Web } from '../../model/fixtures.js';
import { withKustomize } from '../../synth/with-kustomize.js';

const kustomize = withKustomize();

/** What a person writes in the code: a value for each thing that may change. */
type Sources = Readonly<Record<string, string>>;

const ENVIRONMENTS = ['dev', 'staging', 'prod'];
const IDS = ['api', 'web'];

/** `id/environment` is the image of an overlay, `id/environment/host` a patch, `id` the base, others as named. */
function tree(sources: Sources): Repository {
  const root = repository();
  const cluster = (id: string) => Cluster.kubeconfig(root, id, { context: sources[`cluster/${id}`] ?? id });
  const environments = ENVIRONMENTS.map((id) => new Environment(root, id, { cluster: cluster(id) }));
  for (const id of IDS) {
    const image = sources[id] ?? '1.0.0';
    new AppProject(root, id, { description: sources[`project/${id}`] ?? id });
    const web = new Web(root, id, { project: id, base: { image: `registry.example.com/${id}:${image}` } });
    for (const environment of environments) {
      const name = `${id}/${environment.id}`;
      const tag = sources[name];
      const host = sources[`${name}/host`];
      web.overlay(environment, {
        props: tag === undefined ? {} : { image: `registry.example.com/${id}:${tag}` },
        patches: ({ settings }) => (host === undefined ? [] : [patch(settings, { data: { host } })]),
      });
    }
  }
  return root;
}

const EDITS: Sources = {
  ...Object.fromEntries(IDS.map((id) => [id, '3.0.0'])),
  ...Object.fromEntries(IDS.map((id) => [`project/${id}`, `${id}-team`])),
  ...Object.fromEntries(ENVIRONMENTS.map((id) => [`cluster/${id}`, `${id}-2`])),
  ...Object.fromEntries(IDS.flatMap((id) => ENVIRONMENTS.map((one) => [`${id}/${one}`, '2.0.0']))),
  ...Object.fromEntries(IDS.flatMap((id) => ENVIRONMENTS.map((one) => [`${id}/${one}/host`, 'example.com']))),
};

/** Two edits of one overlay are one subject. */
function isApart(left: string, right: string): boolean {
  return left.replace(/\/host$/, '') !== right.replace(/\/host$/, '');
}

async function synth(git: TempRepository, sources: Sources, check = false) {
  const place = { directory: git.directory, kustomize: kustomize() };
  return synthRepository({ repository: tree(sources), ...place, check });
}

async function commit(git: TempRepository, sources: Sources): Promise<void> {
  await synth(git, sources);
  git.commit('output');
}

test('branches that change different overlays, bases, projects or clusters merge, and synth agrees', async () => {
  await using git = tempRepository();
  await commit(git, { 'api/dev': '1.5.0', 'web/prod': '1.5.0' });
  const start = git.git('rev-parse', 'HEAD');
  const pair = fc
    .tuple(fc.constantFrom(...Object.keys(EDITS)), fc.constantFrom(...Object.keys(EDITS)))
    .filter(([left, right]) => isApart(left, right));
  const examples: [[string, string]][] = [
    [['web/dev', 'web/prod']],
    [['web/dev/host', 'web/staging']],
    [['web', 'web/staging/host']],
    [['project/api', 'project/web']],
    [['cluster/dev', 'cluster/staging']],
  ];

  await fc.assert(
    fc.asyncProperty(pair, async ([left, right]) => {
      const before = { 'api/dev': '1.5.0', 'web/prod': '1.5.0' };
      const edited = (...names: readonly string[]): Sources => ({
        ...before,
        ...Object.fromEntries(names.map((name) => [name, EDITS[name]!])),
      });
      git.git('checkout', '-q', '-B', 'left', start);
      await commit(git, edited(left));
      git.git('checkout', '-q', '-B', 'right', start);
      await commit(git, edited(right));

      git.git('merge', '-q', '--no-edit', 'left');

      expect((await synth(git, edited(left, right), true)).stale).toEqual([]);
    }),
    { numRuns: 12, examples },
  );
});

test('a new image is one line of the overlay, and one of the list that has its hash', async () => {
  await using git = tempRepository();
  await commit(git, { 'web/prod': '1.5.0' });
  await commit(git, { 'web/prod': '2.0.0' });

  expect(git.git('diff', '--numstat', 'HEAD~1').split('\n')).toEqual([
    '1\t1\tgitops/.gitops/applications/web/overlays/prod.json',
    '1\t1\tgitops/apps/web/overlays/prod/kustomization.yaml',
  ]);
});
