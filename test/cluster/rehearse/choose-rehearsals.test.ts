import { chooseRehearsals, REHEARSE_EACH_UP_TO } from '../../../src/cluster/rehearse/choose-rehearsals.js';
import type { Observation } from '../../../src/cluster/rehearse/observation.js';
import { identityOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

function creation(
  name: string,
  data: unknown,
  namespace = 'shop',
  { metadata, ...more }: Partial<KubeObject> = {},
): Observation {
  const manifest: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, name, namespace },
    ...(data ? { data } : {}),
    ...more,
  };
  const resource = { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: [] };
  return {
    desired: {
      identity: identityOf(manifest),
      manifest,
      resource,
      hash: name,
      options: [],
    } as unknown as Observation['desired'],
  };
}

const many = (count: number, data: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => creation(`c-${index}`, data(index)));
const names = (chosen: ReadonlySet<Observation>) => [...chosen].map(({ desired }) => desired.identity.name).sort();

describe('chooseRehearsals', () => {
  test('rehearses each creation as long as there are few', () => {
    const few = many(REHEARSE_EACH_UP_TO, () => ({ a: 'x' }));

    expect(chooseRehearsals(few).size).toBe(REHEARSE_EACH_UP_TO);
  });

  test('of many creations rehearses the first of each shape: other fields, other types, another namespace', () => {
    const creations = [
      ...many(200, (index) => ({ a: `value ${index}` })),
      creation('misspelt', { aa: 'x' }),
      creation('wrong-type', { a: 1 }),
      creation('nothing', { a: null }),
      creation('elsewhere', { a: 'x' }, 'other'),
      creation('list', { a: ['x', 1] }),
      creation('same-list', { a: [2, 'y', 'z'] }),
    ];

    expect(names(chooseRehearsals(creations))).toEqual([
      'c-0',
      'elsewhere',
      'list',
      'misspelt',
      'nothing',
      'wrong-type',
    ]);
  });

  test('those whose values are unlike all others too: another unit, enumeration, form of name, sign or size of a number; not what only programs read', () => {
    const claim = (name: string, storage: string, mode = 'Filesystem', port = 80, more: object = {}) =>
      creation(name, undefined, 'shop', { kind: 'Claim', spec: { storage, mode, ports: [{ port }], ...more } });
    const creations = [
      ...Array.from({ length: 200 }, (_, index) =>
        claim(`c-${index}`, `${index}Gi`, index % 2 ? 'Block' : 'Filesystem', 80 + index),
      ),
      claim('unit', '5Gii'),
      claim('mode', '5Gi', 'Filesytem'),
      claim('negative', '5Gi', 'Filesystem', -80),
      claim('large', '5Gi', 'Filesystem', 80_000),
      claim('Name_', '5Gi'),
      claim('long'.repeat(20), '5Gi'),
      ...Array.from({ length: 9 }, (_, index) =>
        creation(`map-${index}`, { a: `${'?'.repeat(index)}x` }, 'shop', {
          metadata: { name: '', annotations: { a: '!'.repeat(index) } },
        }),
      ),
    ];

    const chosen = names(chooseRehearsals(creations));

    expect(chosen).toEqual(
      expect.arrayContaining(['Name_', 'c-0', 'c-1', 'large', 'long'.repeat(20), 'map-0', 'mode', 'negative', 'unit']),
    );
    expect(chosen.filter((name) => name.startsWith('map-'))).toEqual(['map-0']);
    expect(chosen.length).toBeLessThan(16);
  });

  test('one in twenty for their values at most, the rarest first', () => {
    const kinds = Array.from({ length: 400 }, (_, index) =>
      creation(`c-${index}`, undefined, 'shop', {
        kind: `Kind${index % 40}`,
        spec: { mode: `${Math.floor(index / 80)}-${index % 2}` },
      }),
    );
    const creations = [...kinds, creation('odd', undefined, 'shop', { kind: 'Kind1', spec: { mode: 'odd' } })];

    const chosen = names(chooseRehearsals(creations));

    expect(chosen).toContain('odd');
    expect(chosen).toHaveLength(40 + 21);
  });

  test('rehearses every change of an object that exists', () => {
    const changes = many(200, () => ({ a: 'x' })).map(
      (change): Observation => ({ ...change, live: change.desired.manifest }),
    );
    const creations = many(200, () => ({ a: 'x' }));

    expect(chooseRehearsals([...changes, ...creations]).size).toBe(201);
  });
});
