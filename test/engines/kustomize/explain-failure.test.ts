import { FileSet } from '../../../src/files/file-set.js';
import { withKustomize } from '../../synth/with-kustomize.js';

const kustomize = withKustomize();
const FUNCTION = (kind: string) =>
  `apiVersion: example.com/v1\nkind: Made\nmetadata:\n  name: made\n  annotations:\n    config.kubernetes.io/function: |\n      ${kind}\n`;

test.each<[name: string, files: Record<string, string>, hint: RegExp, code?: string]>([
  [
    'helmCharts',
    { 'kustomization.yaml': 'helmCharts: [{name: web, repo: "https://charts.example.com", version: 1.0.0}]\n' },
    /source of its own/,
  ],
  [
    'an exec plugin',
    {
      'kustomization.yaml': 'generators: [made.yaml]\n',
      'made.yaml': FUNCTION('exec: {path: ./run.sh}'),
      'run.sh': 'echo no\n',
    },
    /Argo CD runs it/,
    'RENDER_UNSUPPORTED',
  ],
  [
    'a container plugin',
    {
      'kustomization.yaml': 'generators: [made.yaml]\n',
      'made.yaml': FUNCTION('container: {image: example.com/made:1}'),
    },
    /Argo CD runs it/,
    'RENDER_UNSUPPORTED',
  ],
  [
    'a remote base',
    { 'kustomization.yaml': 'resources: ["https://git.example.com/team/base//a?ref=v1"]\n' },
    /fetches nothing/,
  ],
])('%s is refused, and the way out is told', async (_name, files, hint, code = 'ENGINE_KUSTOMIZE_FAILED') => {
  await expect(kustomize().build(FileSet.of(files), '.')).rejects.toMatchObject({
    code,
    hint: expect.stringMatching(hint),
  });
});

test('an address of the Go program, which is another one each time, is left out', async () => {
  const files = FileSet.of({ 'kustomization.yaml': 'secretGenerator: [{name: keys, behavior: merge}]\n' });

  await expect(kustomize().build(files, '.')).rejects.toMatchObject({
    message: expect.stringMatching(
      /merging from generator: id resid\.ResId\{.*\} does not exist; cannot merge or replace/,
    ),
  });
});
