import { removePointer } from '../../src/manifest/remove-pointer.js';

const value = { spec: { replicas: 2, list: [{ a: 1, b: 2 }, { a: 3 }], 'a/b~c': 1 } };

test.each<[pointer: string, left: unknown]>([
  ['/spec/replicas', { spec: { list: value.spec.list, 'a/b~c': 1 } }],
  ['/spec/list/0/b', { spec: { ...value.spec, list: [{ a: 1 }, { a: 3 }] } }],
  ['/spec/list/1', { spec: { ...value.spec, list: [{ a: 1, b: 2 }] } }],
  ['/spec/a~1b~0c', { spec: { replicas: 2, list: value.spec.list } }],
  ['/spec', {}],
])('without %s', (pointer, left) => {
  expect(removePointer(value, pointer)).toEqual(left);
});

test.each([
  '',
  'spec',
  '/gone',
  '/spec/gone/deep',
  '/spec/replicas/deep',
  '/spec/list/2',
  '/spec/list/-',
  '/spec/list/01',
  '/toString',
  '/',
])("'%s' names nothing", (pointer) => {
  expect(removePointer(value, pointer)).toEqual(value);
});
