import { type SynthRepositoryOptions, synthRepository } from '../../src/workflow/synth.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';
import { environment, repository as newRepository, Web } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();

describe('synthRepository', () => {
  test('constructs become committed files; a second time nothing is written or committed', async () => {
    await using repository = tempRepository();

    const first = await synth(repository, {}, { commit: {} });

    expect(first.written).toContain('gitops/apps/web/base/kustomization.yaml');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('ls-files').split('\n')).toEqual(first.written);
    const again = await synth(repository, {}, { commit: {} });
    expect(again).toMatchObject({ written: [], deleted: [], commit: { id: undefined } });
    expect((await synth(repository, {}, { check: true })).stale).toEqual([]);
  });

  test('a changed construct is stale for check, which writes nothing, and is written and deleted by synth', async () => {
    await using repository = tempRepository();
    await synth(repository, {}, { commit: {} });

    const check = await synth(repository, { replicas: 3 }, { check: true });

    expect(check.stale).toContainEqual({ path: 'gitops/apps/web/base/deployment-web.yaml', change: 'update' });
    expect(repository.git('status', '--porcelain')).toBe('');
    const changed = await synth(repository, { replicas: 3 }, { commit: { message: 'feat: more' } });
    expect(changed.commit?.paths).toEqual(changed.written);
    expect(changed.written).toEqual(check.stale.map(({ path }) => path));
  });

  test('pins files are sources: a commit waits for them', async () => {
    await using repository = tempRepository();
    repository.write({ 'environments/pins/dev/web.yaml': 'images: { registry.example.com/web: { tag: 2.0.0 } }\n' });

    await expect(synth(repository, {}, { commit: {} })).rejects.toMatchObject({
      code: 'GIT_SOURCES_UNCOMMITTED',
      data: { paths: ['environments/pins/dev/web.yaml'] },
    });
    expect((await synth(repository, {}, { commit: { includeSources: true } })).commit?.paths).toContain(
      'environments/pins/dev/web.yaml',
    );
  });

  test('a url and a branch that the clone does not have are told once, with the line of the Repository; the right ones are not', async () => {
    await using repository = tempRepository();
    repository.git('remote', 'add', 'origin', 'git@git.example.com:other.git');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/master');

    const { warnings } = await synth(repository, {}, { commit: {} });

    expect(warnings).toEqual([
      expect.stringMatching(
        /^new Repository \(test\/\S+\.ts:\d+\) names the url 'https:\/\/git\.example\.com\/shop\.git', .*'origin' is 'git@git\.example\.com:other\.git'/,
      ),
      expect.stringMatching(/^new Repository \(test\/\S+\.ts:\d+\) follows the branch 'main', .* is on 'master'/),
    ]);
    repository.git('branch', '-m', 'main');
    repository.git('remote', 'set-url', 'origin', 'git@git.example.com:shop.git');
    expect((await synth(repository, {}, { check: true })).warnings).toEqual([]);
  });

  test('a project in a sub-folder is committed where its Argo Applications say', async () => {
    await using repository = tempRepository();
    repository.commit('first', { 'my deploy/package.json': '{}' });
    const root = newRepository({ root: repository.directory, output: 'my deploy/gitops' });
    new Web(root, 'web', { base: { image: 'registry.example.com/web:1.0.0' } }).overlay(environment(root, 'dev'));

    await synthRepository({
      repository: root,
      directory: `${repository.directory}/my deploy`,
      kustomize: kustomize(),
      commit: {},
    });

    const committed = (path: string) => repository.git('show', `HEAD:my deploy/gitops/${path}`);
    const [, path = ''] = /^ {4}path: (.*)$/m.exec(committed('applications/dev/web-dev.yaml')) ?? [];
    expect(repository.git('ls-tree', '--name-only', 'HEAD', `${path}/`)).toContain(`${path}/kustomization.yaml`);
    expect(committed('root-app.yaml')).toContain('    path: my deploy/gitops\n');
  });

  test('a problem of the model writes nothing', async () => {
    await using repository = tempRepository();
    await synth(repository, {}, { commit: {} });
    await expect(synth(repository, { replicas: 3, namespace: 'Not a name' })).rejects.toThrow();
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('check and commit exclude each other', async () => {
    await using repository = tempRepository();
    await expect(synth(repository, {}, { check: true, commit: {} })).rejects.toMatchObject({ code: 'CLI_USAGE' });
  });
});

interface Model {
  readonly replicas?: number;
  readonly namespace?: string;
}

function synth(
  repository: TempRepository,
  { replicas = 1, namespace = 'web' }: Model,
  options: Partial<SynthRepositoryOptions> = {},
) {
  const root = newRepository({ root: repository.directory });
  new Web(root, 'web', { base: { image: 'registry.example.com/web:1.0.0', replicas } }).overlay(
    environment(root, 'dev'),
    { namespace },
  );
  return synthRepository({ repository: root, directory: repository.directory, kustomize: kustomize(), ...options });
}
