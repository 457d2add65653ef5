import { styleFor } from '../../../../src/cli/terminal/style.js';
import { synthText } from '../../../../src/cli/verbs/synth/synth-text.js';
import type { SynthResult } from '../../../../src/workflow/authoring/synth-output.js';

const paths = ['gitops/.gitops/root.json', 'gitops/root-app.yaml'];
const result: SynthResult = {
  apiVersion: 'cdk8s-gitops.io/v1',
  kind: 'SynthResult',
  output: 'gitops',
  written: paths,
  deleted: [],
  unchanged: 0,
  stale: [],
  recovered: false,
  warnings: [],
  commit: { id: 'a'.repeat(40), branch: 'main', subject: 'chore(gitops): synthesize 2 files', paths },
};

const lastLine = (value: SynthResult) =>
  synthText(value, { check: false, style: styleFor(false) })
    .trim()
    .split('\n')
    .at(-1);

test('the files of a commit are counted as its subject and the line above count them, and sources apart', () => {
  expect(synthText(result, { check: false, style: styleFor(false) })).toContain(
    'gitops/: 2 files written, 0 deleted, 0 unchanged\n',
  );
  expect(lastLine(result)).toBe('committed aaaaaaa on main: chore(gitops): synthesize 2 files (2 files)');
  expect(lastLine({ ...result, commit: { ...result.commit!, paths: ['environments/index.ts', ...paths] } })).toBe(
    'committed aaaaaaa on main: chore(gitops): synthesize 2 files (2 files and 1 source)',
  );
  expect(
    lastLine({ ...result, commit: { ...result.commit!, paths: ['gitops.ts', ...paths], branch: undefined } }),
  ).toBe('committed aaaaaaa on detached HEAD: chore(gitops): synthesize 2 files (2 files and 1 source)');
});
