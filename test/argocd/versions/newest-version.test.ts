import { readFileSync } from 'node:fs';
import { newestVersion } from '../../../src/argocd/versions/newest-version.js';
import { threadTime } from '../../../src/host/thread-time.js';

type Case = readonly [revision: string, tags: readonly string[], answer: string];

// What Argo CD's versions.MaxVersion said, with Masterminds/semver 3.4.0, to 600 ranges made by chance: ''
// where it gave up.
const CASES = JSON.parse(readFileSync('test/argocd/versions/generated-ranges.json', 'utf8')) as readonly Case[];

test("600 ranges made by chance choose the tag that Argo CD's own code chooses", () => {
  const wrong = CASES.filter(([revision, tags, answer]) => (newestVersion(revision, tags) ?? '') !== answer);

  expect(
    CASES.filter(([revision, tags, answer]) => answer !== '' && answer !== revision && tags.includes(answer)).length,
  ).toBeGreaterThan(150);
  expect(
    wrong.map(([revision, tags, answer]) => ({ revision, tags, answer, ours: newestVersion(revision, tags) })),
  ).toEqual([]);
});

test('a hostile range ends at once', () => {
  const started = threadTime('thread-self');

  for (const text of [
    `${'1  '.repeat(300)}!`,
    `${'1 , '.repeat(240)}!`,
    `1-${'a-'.repeat(450)}!`,
    `${'>'.repeat(900)}`,
    `${'1 - 1 '.repeat(160)}!`,
  ]) {
    expect(newestVersion(text, ['1.0.0'])).toBeUndefined();
  }

  expect(threadTime('thread-self') - started).toBeLessThan(10_000);
});
