import { sentences } from '../../../src/cluster/wait/sentences.js';

test.each([
  [
    ['Job has reached the specified backoff limit', 'Pod a: exit code 1'],
    'Job has reached the specified backoff limit. Pod a: exit code 1',
  ],
  [['0 of 1 are available...', 'Pod a'], '0 of 1 are available... Pod a'],
  [[undefined, 'Pod a'], 'Pod a'],
  [['alone', ''], 'alone'],
])('%j is told as %j', (texts, told) => {
  expect(sentences(...texts)).toBe(told);
});
