import { mergeLines } from '../../../../src/cli/verbs/init/merge-lines.js';

test.each([
  { case: 'at the end', own: 'dist\n', merged: 'dist\nnode_modules/\n*.log\n' },
  { case: 'after a last line without its end', own: 'dist', merged: 'dist\nnode_modules/\n*.log\n' },
  { case: 'with the line ends that are there', own: 'dist\r\n', merged: 'dist\r\nnode_modules/\r\n*.log\r\n' },
  { case: 'only what is missing, however it is written', own: '/node_modules\n', merged: '/node_modules\n*.log\n' },
  { case: 'nothing where nothing is missing', own: '*.log\r\nnode_modules', merged: '*.log\r\nnode_modules' },
  { case: 'into an empty file', own: '', merged: 'node_modules/\n*.log\n' },
])('adds lines $case', ({ own, merged }) => {
  expect(mergeLines(own, ['# ours', 'node_modules/', '*.log', ''])).toBe(merged);
});
