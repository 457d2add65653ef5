import { FileSet } from '../../../src/files/file-set.js';
import type { RenderEngines } from '../../../src/render/render-engines.js';
import { shareEngines } from '../../../src/workflow/desired/share-engines.js';

const FILES = FileSet.of({ 'kustomization.yaml': 'configMapGenerator: [{name: one}]\n' });
const build = async ({ kustomize }: RenderEngines) =>
  (await kustomize.buildMany([{ files: FILES, directory: '.' }]))[0];

test('works that overlap have the same engines, also when one of them fails; the last one closes them, and a later one has others', async () => {
  const share = shareEngines();
  const seen: RenderEngines[] = [];
  const work = (end: Promise<void>) =>
    share({}, async (engines) => {
      seen.push(engines);
      await end;
      return build(engines);
    });

  const failing = work(Promise.reject(new Error('told')));
  const results = Promise.all([work(Promise.resolve()), work(new Promise((resolve) => setImmediate(resolve)))]);

  await expect(failing).rejects.toThrow('told');
  expect(await results).toEqual([
    [expect.objectContaining({ kind: 'ConfigMap' })],
    [expect.objectContaining({ kind: 'ConfigMap' })],
  ]);
  expect(new Set(seen).size).toBe(1);
  expect(await build(seen[0] as RenderEngines)).toMatchObject({ code: 'ENGINE_CLOSED' });
  expect(await work(Promise.resolve())).toHaveLength(1);
  expect(new Set(seen).size).toBe(2);
});
