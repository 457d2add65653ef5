import { rmSync } from 'node:fs';
import { toYaml } from '../../../src/manifest/yaml.js';
import { listApplications } from '../../../src/workflow/list-applications.js';
import { render } from '../../../src/workflow/render.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const TARGETS = ['main', 'v1.0.0', '1.x', 'release'];
const nameOf = (target: string) => target.replaceAll('.', '-');
const application = (target: string) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: nameOf(target), namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: URL, path: 'web', targetRevision: target },
      destination: { name: 'in-cluster', namespace: 'web' },
    },
  });
const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

async function origin() {
  const repository = tempRepository();
  const first = repository.commit('first', { 'web/map.yaml': configMap('released') });
  repository.git('tag', '-a', '-m', 'one', 'v1.0.0');
  repository.git('branch', 'release');
  const targets = [...TARGETS, first, first.slice(0, 8)];
  repository.commit('second', {
    'web/map.yaml': configMap('unreleased'),
    ...Object.fromEntries(targets.map((target) => [`argo/${nameOf(target)}.yaml`, application(target)])),
  });
  return { repository, first };
}

const objects = async (directory: string, target: string, offline = false) =>
  (await render({ repository: directory, target: nameOf(target), sources: { offline } })).objects.map(
    ({ metadata }) => metadata.name,
  );

test('a whole clone has what each targetRevision pins; a branch is what is read', async () => {
  const { repository, first } = await origin();
  await using _ = repository;
  await using clone = tempRepository({ cloneOf: { source: `file://${repository.directory}` } });
  for (const target of ['v1.0.0', '1.x', first, first.slice(0, 8)])
    expect(await objects(clone.directory, target)).toEqual(['released']);
  for (const target of ['main', 'release']) expect(await objects(clone.directory, target)).toEqual(['unreleased']);
});

test('a clone of depth 1 delivers nothing in place of what it lacks, and says what fetches it', async () => {
  const { repository, first } = await origin();
  await using _ = repository;
  const source = `file://${repository.directory}`;
  await using clone = tempRepository({ cloneOf: { source, arguments: ['--depth', '1', '--no-tags'] } });
  clone.git('checkout', '-q', '--detach');
  clone.git('branch', '-D', 'main');
  clone.git('update-ref', '-d', 'refs/remotes/origin/main');
  const missing = async (target: string, offline = false) => {
    const error = await objects(clone.directory, target, offline).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'GIT_REVISION_NOT_FOUND', hint: expect.stringContaining('git fetch') });
    return error as Error & { readonly hint: string };
  };

  // The default branch is on its way to where it goes.
  expect(await objects(clone.directory, 'main')).toEqual(['unreleased']);
  expect((await missing('main', true)).message).toContain('not asked with --offline');
  expect((await missing('v1.0.0')).hint).toContain('git fetch origin tag v1.0.0.');
  expect((await missing('1.x')).message).toContain("the tag 'v1.0.0' is not in this shallow clone");
  expect((await missing('release')).hint).toContain('git fetch origin release:refs/remotes/origin/release.');
  expect((await missing(first)).hint).toContain(`git fetch origin ${first}`);
  const listed = await listApplications({ repository: clone.directory });
  expect(listed.applications.flatMap(({ name, verdict }) => (verdict === 'missing' ? [name] : []))).toEqual(
    ['v1.0.0', '1.x', 'release', first, first.slice(0, 8)].map(nameOf).sort(),
  );

  for (const command of [
    ['fetch', '-q', 'origin', 'tag', 'v1.0.0'],
    ['fetch', '-q', 'origin', 'release:refs/remotes/origin/release'],
  ])
    clone.git(...command);
  for (const target of ['v1.0.0', '1.x', first]) expect(await objects(clone.directory, target)).toEqual(['released']);
  expect(await objects(clone.directory, 'release', true)).toEqual(['unreleased']);

  rmSync(repository.directory, { recursive: true });
  clone.git('tag', '-d', 'v1.0.0');
  expect((await missing('v1.0.0')).message).toContain("the remote 'origin' cannot be asked");
});
