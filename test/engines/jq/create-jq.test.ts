import { createJq } from '../../../src/engines/jq/create-jq.js';
import type { Jq } from '../../../src/engines/jq/jq.js';

let jq: Jq;

beforeAll(() => {
  jq = createJq();
});
afterAll(() => jq.close());

describe('run', () => {
  test('gives all results of each input, or the error there', async () => {
    expect(await jq.run('.a[]', [{ a: [1, 'two', null] }, { a: [] }, 3])).toEqual([
      { results: [1, 'two', null] },
      { results: [] },
      { error: expect.stringContaining('expected an object') },
    ]);
  });

  test.each([
    ['.spec.containers | map(.name) | join(",")', { spec: { containers: [{ name: 'a' }, { name: 'b' }] } }, ['a,b']],
    ['[.[] | select(.x > 1) | .x] | add', [{ x: 1 }, { x: 2 }, { x: 3 }], [5]],
    ['test("^v[0-9]+$")', 'v12', [true]],
    ['.a.b.c // "none"', {}, ['none']],
    ['to_entries | map("\\(.key)=\\(.value)") | sort', { b: 2, a: 1 }, [['a=1', 'b=2']]],
    ['env | length', null, [0]],
    ['$ENV | length', null, [0]],
    ['empty', null, []],
  ])('%s', async (expression, input, results) => {
    expect(await jq.run(expression, [input])).toEqual([{ results }]);
  });

  test('refuses an expression that does not compile, also without inputs', async () => {
    await expect(jq.run('.[', [])).rejects.toMatchObject({
      code: 'ENGINE_JQ_FAILED',
      message: expect.stringContaining("jq '.['"),
    });
    await expect(jq.run('nothing(1)', [1])).rejects.toMatchObject({
      code: 'ENGINE_JQ_FAILED',
      message: expect.stringContaining('function not defined'),
    });
  });

  test('reaches neither input nor modules', async () => {
    await expect(jq.run('input', [1])).rejects.toMatchObject({ code: 'ENGINE_JQ_FAILED' });
    await expect(jq.run('import "x" as x; 1', [1])).rejects.toMatchObject({ code: 'ENGINE_JQ_FAILED' });
  });

  test('answers many inputs in order', async () => {
    const inputs = Array.from({ length: 137 }, (_, index) => ({ index }));

    expect((await jq.run('.index', inputs)).map(({ results }) => results?.[0])).toEqual(
      inputs.map(({ index }) => index),
    );
  });
});

describe('deletePaths, as ignoreDifferences', () => {
  test('what is left keeps its numbers', async () => {
    const object = { spec: { size: 9007199254740993n, most: 9223372036854775807n, part: 1.5, gone: 1 } };

    expect(await jq.deletePaths(['.spec.gone'], [object])).toEqual([
      { spec: { size: 9007199254740993n, most: 9223372036854775807n, part: 1.5 } },
    ]);
  });

  const deployment = {
    spec: {
      replicas: 3,
      template: {
        spec: {
          containers: [
            { name: 'app', image: 'a' },
            { name: 'sidecar', image: 'b' },
          ],
        },
      },
    },
  };

  test('deletes what the paths select', async () => {
    const [left] = await jq.deletePaths(
      ['.spec.replicas', '.spec.template.spec.containers[] | select(.name == "sidecar")'],
      [deployment],
    );

    expect(left).toEqual({ spec: { template: { spec: { containers: [{ name: 'app', image: 'a' }] } } } });
  });

  test('skips a path where it fails, and applies the others', async () => {
    const objects = [deployment, { spec: { replicas: 'x' } }, {}];
    const left = await jq.deletePaths(['.spec.template.spec.containers[].image', '.spec.replicas'], objects);

    expect(left).toEqual([
      { spec: { template: { spec: { containers: [{ name: 'app' }, { name: 'sidecar' }] } } } },
      { spec: {} },
      {},
    ]);
  });

  test('refuses a path that does not compile', async () => {
    await expect(jq.deletePaths(['.spec['], [deployment])).rejects.toMatchObject({ code: 'ENGINE_JQ_FAILED' });
  });
});

describe('a hostile expression', () => {
  test('that never ends is stopped after a second, on the input where it does', async () => {
    const outcomes = await jq.run('if . == 1 then (def f: f; f) else . end', [1, 2]);

    expect(outcomes).toEqual([{ error: expect.stringContaining('deadline') }, { results: [2] }]);
  });

  test('that gives results without end is stopped', async () => {
    expect(await jq.run('repeat(1)', [1])).toEqual([
      { error: expect.stringMatching(/more than 100000 results|deadline/) },
    ]);
  });

  test('that takes all memory is ended with its thread, and the engine goes on', async () => {
    const small = createJq({ memoryMb: 64, timeoutMs: 20_000 });
    try {
      const hostile = small.run('[range(1e9)] | length', [1]).then(
        ([outcome]) => (outcome?.error === undefined ? 'an answer' : 'refused'),
        (error) => error.code,
      );

      expect(await hostile).toMatch(/^(refused|ENGINE_FAILED)$/);
      expect(await small.run('.', [1])).toEqual([{ results: [1] }]);
    } finally {
      await small.close();
    }
  });

  test('of one instruction without end is ended with its thread', async () => {
    const impatient = createJq({ timeoutMs: 1_500 });
    try {
      const hostile = impatient
        .run('("x" * 3000000) | [splits("")] | map(explode) | map(implode) | sort | unique | length', [1])
        .then(
          () => 'an answer',
          (error) => error.code,
        );

      expect(await hostile).toMatch(/^(an answer|ENGINE_TIMEOUT|ENGINE_FAILED)$/);
      expect(await impatient.run('.', [1])).toEqual([{ results: [1] }]);
    } finally {
      await impatient.close();
    }
  });
});
