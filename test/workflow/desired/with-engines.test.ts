import { FileSet } from '../../../src/files/file-set.js';
import { openRepository } from '../../../src/git/open-repository.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { createRenderEngines } from '../../../src/render/render-engines.js';
import { checkOverlays } from '../../../src/workflow/checks/check-overlays.js';
import { renderRevision } from '../../../src/workflow/desired/render-revision.js';
import { withEngines } from '../../../src/workflow/desired/with-engines.js';
import { readRevision } from '../../../src/workflow/revision/read-revision.js';
import { temporaryFolder } from '../../cli/temporary-folder.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: URL, path },
      destination: { name: 'in-cluster', namespace: 'shop' },
    },
  });
const kustomization = (fields: object) =>
  toYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields });
const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

/** An app of apps that kustomize builds, whose Argo Application is built by kustomize too. */
const FILES = {
  'root.yaml': application('root', 'argo'),
  'argo/kustomization.yaml': kustomization({ resources: ['web.yaml'] }),
  'argo/web.yaml': application('web', 'web'),
  'web/kustomization.yaml': kustomization({
    resources: ['map.yaml'],
    namePrefix: 'a-',
    images: [{ name: 'nobody', newTag: '1' }],
  }),
  'web/map.yaml': configMap('map'),
};

test('one engine looks into apps of apps, renders and judges overlays, and none is started for what is known', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  const git = await openRepository(repository.directory);
  const options = { repository: repository.directory, cacheDirectory: temporaryFolder(), allowDirty: true };
  const run = () =>
    withEngines(options, async (open) => {
      const read = await readRevision(git, open);
      const { rendering } = await renderRevision(read, { wanted: () => true });
      const findings = await checkOverlays(open.engines.builtIn(), read.tree.files, ['web']);
      return {
        names: rendering.rendered.map((one) => one.objects[0]?.metadata.name),
        findings,
        started: open.engines.builtIn().enginesStarted,
      };
    });

  const first = await run();
  expect(first).toMatchObject({
    names: ['a-map'],
    findings: [{ rule: 'dead-patch', file: 'web/kustomization.yaml' }],
    started: 1,
  });
  // Without the engine, findings and all.
  expect(await run()).toEqual({ ...first, started: 0 });
  repository.commit('second', { 'web/kustomization.yaml': kustomization({ resources: ['map.yaml'] }) });
  expect(await run()).toEqual({ names: ['map'], findings: [], started: 1 });
});

test('engines that are open are left to whoever opened them', async () => {
  const engines = createRenderEngines();
  try {
    await createRenderEngines({ open: engines }).close();

    expect(createRenderEngines({ open: engines }).builtIn()).toBe(engines.builtIn());
    const files = FileSet.of([
      ['web/kustomization.yaml', kustomization({ resources: ['map.yaml'] })],
      ['web/map.yaml', configMap('map')],
    ]);
    await expect(engines.builtIn().build(files, 'web')).resolves.toHaveLength(1);
  } finally {
    await engines.close();
  }
});
