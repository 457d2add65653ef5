import {
  anything,
  boolean,
  checkShape,
  choice,
  integer,
  list,
  map,
  number,
  object,
  openObject,
  partOf,
  readShape,
  record,
  type TypeOf,
  text,
  texts,
  textThat,
} from '../../src/manifest/shape.js';

const day = textThat('is not a day', (value) => /^\d{4}-\d\d-\d\d$/.test(value));
const SHAPE = openObject(
  {
    name: text,
    day,
    sure: boolean,
    count: integer,
    part: number,
    size: choice('small', 'large'),
    labels: texts,
    values: record,
    free: anything,
    items: list(object({ key: text }, ['key'])),
    byName: map(list(integer)),
  },
  ['name'],
);

test.each<[value: unknown, problems: readonly string[]]>([
  [{ name: 'a' }, []],
  [{ name: 'a', day: '2026-01-01', sure: true, count: 1, part: 0.5, size: 'large', more: 1 }, []],
  [{ name: 'a', values: { x: null }, free: null, labels: null }, []],
  [undefined, ['is missing']],
  [null, ['is missing']],
  ['a', ['is not a mapping']],
  [[], ['is not a mapping']],
  [{}, ['name is missing']],
  [{ name: null }, ['name is missing']],
  [{ name: 1 }, ['name is not a text']],
  [{ name: 'a', day: 'today' }, ['day is not a day']],
  [{ name: 'a', sure: 'yes' }, ['sure is neither true nor false']],
  [{ name: 'a', count: 0.5 }, ['count is not a whole number']],
  [{ name: 'a', part: Number.NaN }, ['part is not a number']],
  [{ name: 'a', size: 'huge' }, ["size is 'huge', not one of small, large"]],
  [{ name: 'a', size: ['large'] }, ['size is not a text']],
  [{ name: 'a', labels: { x: 1 } }, ['labels.x is not a text']],
  [{ name: 'a', values: [] }, ['values is not a mapping']],
  [{ name: 'a', items: {} }, ['items is not a list']],
  [{ name: 'a', items: [null] }, ['items[0] is empty']],
  [{ name: 'a', items: [{}] }, ['items[0].key is missing']],
  [{ name: 'a', items: [{ key: 'k', kye: 'k' }] }, ['items[0].kye is a field that Argo CD does not know']],
  [{ name: 'a', byName: { x: [1, 'y'] } }, ['byName.x[1] is not a whole number']],
  [{ name: 1, count: 'x' }, ['name is not a text', 'count is not a whole number']],
])('%j: %j', (value, problems) => {
  const found = readShape(value, SHAPE).problems.map(({ path, message }) => `${path} ${message}`.trim());

  expect(found).toEqual(problems);
});

test('null is no field where the API server takes it so, but for what no shape describes; elsewhere it is wrong', () => {
  const given = { name: 'a', day: null, values: { x: null }, items: [{ key: 'k' }], byName: { x: null }, own: null };

  expect(readShape(given, SHAPE).value).toStrictEqual({
    name: 'a',
    values: { x: null },
    items: [{ key: 'k' }],
    byName: {},
  });
  expect(readShape(given, SHAPE, { path: 'spec', nulls: 'wrong' }).problems.map(({ path }) => path)).toEqual([
    'spec.day',
    'spec.byName.x',
  ]);
});

test('a value that fits is given back as it is', () => {
  const given = { name: 'a', more: { b: 1 } };

  expect(readShape(given, SHAPE).value).toBe(given);
});

test('reading and checking agree about every field and every value', () => {
  const values: readonly unknown[] = ['', 'a', 'small', '2026-01-01', true, 0, 0.5, Number.NaN, [], ['a'], [[]], {}];
  const more: readonly unknown[] = [undefined, null, [null], { a: null }, { a: 'b' }, { key: 'k' }, [{ key: 'k' }]];
  const names = ['name', 'day', 'sure', 'count', 'part', 'size', 'labels', 'values', 'free', 'items', 'byName'];
  const all = [...names, 'unknown', 'toString'].flatMap((field) =>
    [...values, ...more].map((value) => ({ name: 'a', [field]: value })),
  );

  expect(all.filter((value) => readShape(value, SHAPE).problems.length !== checkShape(value, SHAPE).length)).toEqual(
    [],
  );
  const closed = object({ name: text, free: anything });
  expect(all.filter((value) => readShape(value, closed).problems.length !== checkShape(value, closed).length)).toEqual(
    [],
  );
});

test('names that every object inherits are no fields', () => {
  expect(checkShape(JSON.parse('{"__proto__": 1, "toString": 1}'), object({ key: text }))).toHaveLength(2);
});

test('the type is that of the shape', () => {
  const value: TypeOf<typeof SHAPE> = { name: 'a', size: 'small', items: [{ key: 'k' }], byName: { x: [1] } };
  // @ts-expect-error: not one of its values
  const size: TypeOf<typeof SHAPE>['size'] = 'huge';
  // @ts-expect-error: the name is required
  const nameless: TypeOf<typeof SHAPE> = { size: 'small' };

  expect([value.items?.[0]?.key, size, nameless.size]).toEqual(['k', 'huge', 'small']);
});

test('of a part no field is required, however deep; items of lists are whole', () => {
  const shape = object({ a: object({ b: text }, ['b']), list: list(object({ c: text }, ['c'])) }, ['a']);
  const problems = (value: unknown) =>
    checkShape(value, partOf(shape)).map(({ path, message }) => `${path} ${message}`);

  expect(problems({})).toEqual([]);
  expect(problems({ a: {} })).toEqual([]);
  expect(problems({ a: { b: 1 } })).toEqual(['a.b is not a text']);
  expect(problems({ list: [{}] })).toEqual(['list[0].c is missing']);
});
