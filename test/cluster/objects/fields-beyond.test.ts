import { writePath } from '../../../src/cluster/objects/field-path.js';
import { fieldsBeyond } from '../../../src/cluster/objects/fields-beyond.js';
import { overlayOwned } from '../../../src/cluster/objects/overlay-owned.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const object = (spec: object): KubeObject => ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, spec });
const PORTS = { 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } } };

describe('what lives and Git does not set', () => {
  test.each([
    ['nothing', { a: 1 }, { 'f:a': {} }, []],
    ['a default', { a: 1, b: 2 }, { 'f:a': {} }, ['.spec.b']],
    ['a part of a map', { a: { b: 1, c: { d: 1 } } }, { 'f:a': { 'f:b': {} } }, ['.spec.a.c']],
    ['nothing of what is set whole', { a: { b: 1 } }, { 'f:a': {} }, []],
    [
      'an item, and a default in another; not what an item is known by',
      {
        ports: [
          { containerPort: 80, protocol: 'TCP', name: 'http' },
          { containerPort: 9090, protocol: 'TCP' },
        ],
      },
      PORTS,
      ['.spec.ports[containerPort=80,protocol="TCP"].name', '.spec.ports[containerPort=9090,protocol="TCP"]'],
    ],
    ['a value of a set', { set: ['a', 'b'] }, { 'f:set': { 'v:"a"': {} } }, ['.spec.set[="b"]']],
    ['nothing where types differ', { a: 'text' }, { 'f:a': { 'f:b': {} } }, []],
  ])('%s', (_, spec, set, expected) => {
    expect(fieldsBeyond(object(spec), { 'f:spec': set }).map(writePath)).toEqual(expected);
  });

  test('metadata and status never are', () => {
    const live = { ...object({}), metadata: { name: 'x', labels: { a: 'b' } }, status: { ready: true } };

    expect(fieldsBeyond(live, {})).toEqual([['f:spec']]);
  });
});

describe('a manifest over what lives, as a server-side apply merges it', () => {
  test.each([
    ['a map', { a: 1, b: 2 }, { a: 3, c: 4 }, { 'f:a': {} }, { a: 3, b: 2 }],
    ['a list that is one value', { a: [1, 2] }, { a: [3] }, { 'f:a': {} }, { a: [3] }],
    [
      'items by their keys',
      { ports: [{ containerPort: 80, protocol: 'TCP', name: 'a' }, { containerPort: 81 }] },
      {
        ports: [
          { containerPort: 80, protocol: 'TCP' },
          { containerPort: 82, protocol: 'UDP' },
        ],
      },
      { 'f:ports': { ...PORTS['f:ports'], 'k:{"containerPort":82,"protocol":"UDP"}': {} } },
      {
        ports: [
          { containerPort: 80, protocol: 'TCP', name: 'a' },
          { containerPort: 81 },
          { containerPort: 82, protocol: 'UDP' },
        ],
      },
    ],
    ['what was another type', { a: 'text' }, { a: { b: 1 } }, { 'f:a': { 'f:b': {} } }, { a: { b: 1 } }],
  ])('%s', (_, base, wanted, fields, expected) => {
    expect(overlayOwned(base, wanted, fields)).toEqual(expected);
  });
});
