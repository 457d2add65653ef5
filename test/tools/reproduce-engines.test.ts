import { spawnSync } from 'node:child_process';

const reproduce = (...names: readonly string[]) =>
  spawnSync(process.execPath, ['tools/reproduce-engines.mjs', ...names], { encoding: 'utf8' });

/** One of them, the smallest; `.ci/run --empty-gocache` makes all of them again. */
test('an engine that is built again, elsewhere and with empty caches, is the same byte for byte', () => {
  const { status, stdout, stderr } = reproduce('jq');

  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^\[reproduce\] jq: equal, [0-9a-f]{64}\n$/),
    stderr: '',
  });
});

test('a name that no engine has is told with those there are', () => {
  expect(reproduce('jqq')).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('there is no engine jqq: there are cel, crd, '),
  });
});
