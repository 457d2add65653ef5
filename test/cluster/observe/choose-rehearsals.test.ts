import { chooseRehearsals, REHEARSE_EACH_UP_TO } from '../../../src/cluster/observe/choose-rehearsals.js';
import type { Observation } from '../../../src/cluster/observe/observation.js';
import { identityOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

function creation(name: string, data: unknown, namespace = 'shop'): Observation {
  const manifest: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
  const resource = { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: [] };
  return { desired: { identity: identityOf(manifest), manifest, resource, hash: name, options: [] } as unknown as Observation['desired'] };
}

const many = (count: number, data: (index: number) => unknown) => Array.from({ length: count }, (_, index) => creation(`c-${index}`, data(index)));
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

    expect(names(chooseRehearsals(creations))).toEqual(['c-0', 'elsewhere', 'list', 'misspelt', 'nothing', 'wrong-type']);
  });

  test('rehearses every change of an object that exists', () => {
    const changes = many(200, () => ({ a: 'x' })).map((change): Observation => ({ ...change, live: change.desired.manifest }));
    const creations = many(200, () => ({ a: 'x' }));

    expect(chooseRehearsals([...changes, ...creations]).size).toBe(201);
  });
});
