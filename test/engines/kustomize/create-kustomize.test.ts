import { FileSet } from '../../../src/files/file-set.js';
import { withKustomize } from '../../synth/with-kustomize.js';

const kustomize = withKustomize();

test.each([
  [
    'a folder without a kustomization',
    { 'a/one.yaml': 'kind: ConfigMap\n' },
    "'a' has no kustomization file",
    'Add a kustomization.yaml',
  ],
  [
    'a file that is not there',
    { 'a/kustomization.yaml': 'resources: [gone.yaml]\n' },
    'gone.yaml',
    'kustomize build a',
  ],
  [
    'a field that kustomize does not know',
    { 'a/kustomization.yaml': 'resourcez: []\n' },
    'resourcez',
    'kustomize build a',
  ],
  [
    'a remote base',
    { 'a/kustomization.yaml': 'resources: ["https://git.example.com/base.git"]\n' },
    'https://git.example.com/base.git',
    'commit what it names',
  ],
])('%s is an error with what to do', async (_, files, message, hint) => {
  await expect(kustomize().build(FileSet.of(files), 'a')).rejects.toMatchObject({
    code: 'ENGINE_KUSTOMIZE_FAILED',
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
    source: { file: 'a' },
  });
});

test('one that fails leaves the others alone', async () => {
  const files = FileSet.of({
    'good/kustomization.yaml': 'resources: [one.yaml]\nnamePrefix: x-\n',
    'good/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n',
  });

  const [good, bad] = await kustomize().buildMany([
    { files, directory: 'good' },
    { files, directory: 'bad' },
  ]);

  expect(good).toMatchObject([{ metadata: { name: 'x-one' } }]);
  expect(bad).toMatchObject({ code: 'ENGINE_KUSTOMIZE_FAILED' });
});
