import { join } from 'node:path';
import { outputOf } from '../../../src/cli/input/output-of.js';
import { temporaryFolder } from '../temporary-folder.js';

const top = temporaryFolder({
  '.git/HEAD': '',
  'deploy/gitops/.gitops/root.json': '',
  'deploy/environments/dev/x.ts': '',
  'other/gitops/README.md': '',
  'own/.git': 'gitdir: elsewhere',
  'own/gitops/.gitops/root.json': '',
});

test.each([
  { case: 'the project in a sub-folder', at: 'deploy', expected: 'deploy/gitops' },
  { case: 'a folder of that project', at: 'deploy/environments/dev', expected: 'deploy/gitops' },
  { case: 'the top, where a project stands in a sub-folder', at: '', expected: undefined },
  { case: 'a folder called gitops that synth did not write', at: 'other', expected: undefined },
  { case: 'a project at the top of its repository', at: 'own', expected: undefined },
])('without --output-dir: $case', ({ at, expected }) => {
  expect(outputOf({ repository: '.' }, join(top, at))).toBe(expected);
  expect(outputOf({ repository: at === '' ? '.' : at }, top)).toBe(expected);
});

test('what is said counts, and outside of Git nothing is found', () => {
  expect(outputOf({ repository: '.', outputDir: 'x' }, join(top, 'deploy'))).toBe('x');
  expect(outputOf({ repository: '.' }, temporaryFolder({ 'gitops/.gitops/root.json': '' }))).toBeUndefined();
});
