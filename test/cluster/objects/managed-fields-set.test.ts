import {
  differenceOf,
  intersectionOf,
  isEmptySet,
  patchWithout,
  unionOf,
} from '../../../src/cluster/objects/managed-fields-set.js';

const web = 'k:{"name":"web"}';
const one = { 'f:spec': { '.': {}, 'f:a': {}, 'f:list': { [web]: { '.': {}, 'f:name': {}, 'f:image': {} } } } };
const two = { 'f:spec': { 'f:a': {}, 'f:b': {}, 'f:list': { [web]: { 'f:image': {} } } } };

test('sets of fields are united, intersected and taken from each other as the API server does', () => {
  expect(unionOf([one, undefined, two])).toEqual({
    'f:spec': { '.': {}, 'f:a': {}, 'f:b': {}, 'f:list': { [web]: { '.': {}, 'f:name': {}, 'f:image': {} } } },
  });
  expect(intersectionOf(one, two)).toEqual({ 'f:spec': { 'f:a': {}, 'f:list': { [web]: { 'f:image': {} } } } });
  expect(differenceOf(two, one)).toEqual({ 'f:spec': { 'f:b': {} } });
  expect([
    isEmptySet(intersectionOf(one, { 'f:status': {} })),
    isEmptySet(differenceOf(one, one)),
    isEmptySet(undefined),
  ]).toEqual([true, true, true]);
});

test('a thing of which somebody holds parts is not lost with the rest', () => {
  expect(differenceOf(one, two)).toEqual({ 'f:spec': { 'f:list': { [web]: { 'f:name': {} } } } });
});

test('what goes from maps is named as null, what goes from lists is left out', () => {
  const object = {
    spec: {
      a: 1,
      b: 2,
      deep: { c: 3, d: 4 },
      list: [{ name: 'web', image: 'x', port: 1 }, { name: 'other' }],
      set: ['x', 'y'],
      atomic: [1, 2],
    },
  };
  const lost = {
    'f:spec': {
      'f:a': {},
      'f:deep': { 'f:c': {} },
      'f:list': { [web]: { 'f:port': {} }, 'k:{"name":"other"}': { '.': {}, 'f:name': {} } },
      'f:set': { 'v:"x"': {} },
      'f:atomic': { 'i:0': {} },
    },
  };

  expect(patchWithout(object, lost)).toEqual({
    spec: { a: null, b: 2, deep: { c: null, d: 4 }, list: [{ name: 'web', image: 'x' }], set: ['y'], atomic: [2] },
  });
});
