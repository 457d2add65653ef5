import type { Cel } from '../../../src/engines/cel/cel.js';
import { createCel } from '../../../src/engines/cel/create-cel.js';

let cel: Cel;

beforeAll(() => {
  cel = createCel();
});
afterAll(() => cel.close());

const ready = {
  object: {
    metadata: { name: 'w', generation: 2 },
    status: { conditions: [{ type: 'Ready', status: 'True' }], weight: 1.5 },
  },
};

test.each([
  ['object.status.conditions.exists(c, c.type == "Ready" && c.status == "True")', true],
  ['object.metadata.generation + 1', 3],
  ['object.metadata.generation == 2', true],
  ['object.status.weight < 2', true],
  ['object.?spec.?replicas.orValue(7)', 7],
  ['has(object.spec)', false],
  ['{"status": "Healthy", "n": [1, "a", null]}', { status: 'Healthy', n: [1, 'a', null] }],
  ['object.metadata.name.upperAscii() + "-%d".format([3])', 'W-3'],
  ['[3, 1, 2].sort()', [1, 2, 3]],
  ['sets.contains([1, 2], [2])', true],
  ['timestamp("2024-01-02T03:04:05Z").getHours()', 3],
  ['math.greatest(1, 2)', 2],
  ['base64.encode(b"x")', 'eA=='],
])('%s', async (expression, value) => {
  expect(await cel.evaluate(expression, [ready])).toEqual([{ value }]);
});

test('gives a value or an error for each input', async () => {
  expect(await cel.evaluate('object.status.weight > 1.0', [ready, { object: {} }])).toEqual([
    { value: true },
    { error: 'no such key: status' },
  ]);
});

test('refuses an expression that does not compile, with the place, also without inputs', async () => {
  await expect(cel.evaluate('object.', [], ['object'])).rejects.toMatchObject({
    code: 'ENGINE_CEL_FAILED',
    message: expect.stringContaining('Syntax error'),
  });
  await expect(cel.evaluate('nothing + 1', [ready])).rejects.toMatchObject({
    code: 'ENGINE_CEL_FAILED',
    message: expect.stringContaining("undeclared reference to 'nothing'"),
  });
});

describe('a hostile expression', () => {
  const list = Array.from({ length: 3_000 }, (_, index) => index);

  test('that takes too long is stopped where it does', async () => {
    const [slow, fast] = await cel.evaluate('size(l) < 10 || l.all(a, l.all(b, l.all(c, a + b + c >= 0)))', [
      { l: list },
      { l: [1] },
    ]);

    expect(slow?.error).toMatch(/interrupted|cost/);
    expect(fast).toEqual({ value: true });
  });

  test('that takes all memory is ended with its thread, and the engine goes on', async () => {
    const small = createCel({ memoryMb: 96, timeoutMs: 20_000 });
    try {
      const hostile = small.evaluate('l.map(a, l.map(b, l.map(c, [a, b, c])))', [{ l: list }]).then(
        ([outcome]) => (outcome?.error === undefined ? 'an answer' : 'refused'),
        (error) => error.code,
      );

      expect(await hostile).toMatch(/^(refused|ENGINE_FAILED)$/);
      expect(await small.evaluate('1 + 1', [{}])).toEqual([{ value: 2 }]);
    } finally {
      await small.close();
    }
  });

  test('that is nested without end is refused', async () => {
    await expect(cel.evaluate(`${'('.repeat(5_000)}1${')'.repeat(5_000)}`, [{}])).rejects.toMatchObject({
      code: 'ENGINE_CEL_FAILED',
    });
  });
});
