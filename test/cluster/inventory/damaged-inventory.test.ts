import fc from 'fast-check';
import { checksumOf } from '../../../src/cluster/inventory/checksum.js';
import { decodeInventory } from '../../../src/cluster/inventory/decode.js';
import { encodeInventory } from '../../../src/cluster/inventory/encode.js';
import type { Inventory, InventoryEntry } from '../../../src/cluster/inventory/inventory.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const NAME = 'inventory.shop';

function entry(name: string): InventoryEntry {
  return { apiVersion: 'apps/v1', group: 'apps', kind: 'Deployment', namespace: 'shop', name, uid: `uid-${name}` };
}

const run = { commit: 'c'.repeat(40), started: '2026-01-01T00:00:00.000Z', actor: 'somebody', action: 'sync' } as const;
const inventory: Inventory = {
  application: 'shop',
  repository: 'git.example.com/team/repository',
  labels: { 'cdk8s-gitops.io/environment': 'prod' },
  entries: [entry('api'), entry('web')],
  synced: { commit: run.commit, content: 'sha256:x' },
  operation: run,
  history: [{ ...run, result: 'synced', seconds: 1.5, content: 'sha256:x', created: 2, updated: 0, deleted: 0 }],
};
const { parent } = encodeInventory(inventory, NAME, 'gitops-system');
const data = parent['data'] as Readonly<Record<string, string>>;
const { checksum: _, ...unsealed } = data;

type Data = Readonly<Record<string, unknown>>;

/** As somebody leaves it who edits the ConfigMap. */
function edited(changes: Data): KubeObject {
  return { ...parent, data: { ...data, ...changes } };
}

/** As a faulty tool leaves it that knows the checksum. */
function sealed(changes: Data, base: Data = unsealed): KubeObject {
  const given = { ...base, ...changes } as Record<string, string>;
  const checksum = checksumOf(NAME, parent.metadata.labels!, given);
  return { ...parent, data: { ...given, checksum } };
}

function entries(...given: readonly unknown[]): KubeObject {
  return sealed({ objects: given.map((one) => JSON.stringify(one)).join('\n') });
}

function without(key: string): Data {
  return Object.fromEntries(Object.entries(unsealed).filter(([name]) => name !== key));
}

function withoutLabel(): KubeObject {
  const { 'cdk8s-gitops.io/inventory': _label, ...labels } = parent.metadata.labels!;
  return { ...parent, metadata: { ...parent.metadata, labels } };
}

const web = entry('web');

test.each<[what: string, damaged: KubeObject, why: string]>([
  ['an entry less', edited({ objects: data['objects']!.split('\n')[0] }), 'its checksum is another'],
  ['an entry more', edited({ objects: `${data['objects']}\n${JSON.stringify(entry('db'))}` }), 'its checksum'],
  ['cut off in the middle', edited({ objects: data['objects']!.slice(0, 80) }), 'its checksum'],
  ['no entries at all', edited({ objects: '' }), 'its checksum'],
  ['another object', edited({ objects: data['objects']!.replaceAll('web', 'db') }), 'its checksum'],
  ['another repository', edited({ repository: 'git.example.com/other' }), 'its checksum'],
  ['a hold of nothing', sealed({ hold: '{}' }), 'hold.commit is missing'],
  ['another environment', { ...parent, metadata: { ...parent.metadata, labels: {} } }, 'its checksum'],
  ['without its label', withoutLabel(), "its label 'cdk8s-gitops.io/inventory' is missing"],
  ['under another name', { ...parent, metadata: { ...parent.metadata, name: 'inventory.web' } }, 'its checksum'],
  ['for another application', sealed({ application: 'web' }), "it is that of 'web', under another name"],
  ['a checksum of nothing', edited({ checksum: '' }), 'its checksum'],
  ['no checksum', { ...parent, data: unsealed }, 'data.checksum is missing'],
  ['no data', { ...parent, data: undefined }, 'data is missing'],
  ['data that is null', { ...parent, data: null }, 'data is missing'],
  ['data that is a list', { ...parent, data: [] }, 'data is not a mapping'],
  ['a version of tomorrow', sealed({ version: '2' }), "it is of version '2', not 1"],
  ['no version', sealed({}, without('version')), 'data.version is missing'],
  ['no application', sealed({}, without('application')), 'data.application is missing'],
  ['neither objects nor parts', sealed({}, without('objects')), "either 'objects' or 'shards'"],
  ['objects and parts', sealed({ shards: 'inventory-shard.1' }), "either 'objects' or 'shards'"],
  [
    'a part that is not there',
    sealed({ shards: 'inventory-shard.1' }, without('objects')),
    "'inventory-shard.1' is miss",
  ],
  ['a field of nobody', sealed({ extra: 'yes' }), 'data.extra is a field that this version does not know'],
  ['a number', sealed({ hooks: 1 }), 'data.hooks is not a text'],
  ['lines that are not JSON', sealed({ objects: '{"kind":' }), 'objects, line 1 is not JSON'],
  ['a line that is null', entries(web, null), 'objects, line 2 is missing'],
  ['a line that is a text', entries('web'), 'objects, line 1 is not a mapping'],
  ['a line that is a list', entries([web]), 'objects, line 1 is not a mapping'],
  ['an entry without kind', entries({ ...web, kind: undefined }), 'objects, line 1.kind is missing'],
  ['an entry without name', entries({ ...web, name: undefined }), 'objects, line 1.name is missing'],
  ['an entry with an empty name', entries({ ...web, name: '' }), 'objects, line 1.name is not a name'],
  ['a name that is a path', entries({ ...web, name: '../secrets/x' }), 'objects, line 1.name is not a name'],
  ['a kind that is a path', entries({ ...web, kind: 'a/b' }), 'objects, line 1.kind is not a kind'],
  ['a namespace of two', entries({ ...web, namespace: 'a,b' }), 'is not the name of a namespace'],
  ['a namespace that is null', entries({ ...web, namespace: null }), 'objects, line 1.namespace is null'],
  ['a name that is a number', entries({ ...web, name: 1 }), 'objects, line 1.name is not a text'],
  ['a UID that is a list', entries({ ...web, uid: ['a'] }), 'objects, line 1.uid is not a text'],
  [
    'another group than its apiVersion',
    entries({ ...web, group: '' }),
    "the apiVersion 'apps/v1', which is of another",
  ],
  ['an entry twice', entries(web, web), "its entry 'apps/Deployment/shop/web' is there twice"],
  ['an entry twice, by two versions', entries(web, { ...web, apiVersion: 'apps/v1beta1' }), 'is there twice'],
  ['a misspelt field', entries({ ...web, hok: 'PreSync' }), 'line 1.hok is a field that this version does not know'],
  ['a result of nobody', sealed({ history: data['history']!.replace('synced', 'fine') }), 'history, line 1.result is'],
  ['seconds as text', sealed({ history: data['history']!.replace('1.5', '"1.5"') }), 'seconds is not a number'],
  ['an operation of nothing', sealed({ operation: 'null' }), 'operation is missing'],
  ['a synced that is a text', sealed({ synced: '"abc"' }), 'synced is not a mapping'],
])('%s is an error that names the ConfigMap and what to do', (_what, damaged, why) => {
  const error = failureOf(damaged);

  expect(error.code).toBe('CLUSTER_INVENTORY_BROKEN');
  expect(error.message).toContain(
    `the inventory in ConfigMap 'gitops-system/${damaged.metadata.name}' cannot be used: `,
  );
  expect(error.message).toContain(why);
  expect(error.hint).toMatch(/delete it \(kubectl delete configmap .+ -n gitops-system\)|the version of cdk8s-gitops/);
});

test('what was not damaged is read as it was written', () => {
  expect(decodeInventory(parent, new Map())).toMatchObject(inventory);
  expect(decodeInventory(sealed({}), new Map())).toMatchObject(inventory);
});

test('whatever is damaged, the data is the same or it is an error: never something else to delete', () => {
  const position = fc.record({ key: fc.constantFrom(...Object.keys(data)), at: fc.nat(2_000), length: fc.nat(60) });
  const damage = fc.tuple(position, fc.oneof(fc.string(), fc.constantFrom('\n', '{}', '"', 'null', 'web', '1', ',')));

  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const texts: Record<string, string> = { ...data };
      for (const [{ key, at, length }, inserted] of damages) {
        const text = texts[key]!;
        const from = at % (text.length + 1);
        texts[key] = text.slice(0, from) + inserted + text.slice(from + length);
      }
      const isSame = Object.entries(texts).every(([key, text]) => text === data[key]);
      const read = outcomeOf({ ...parent, data: texts });
      expect(read).toStrictEqual(isSame ? decodeInventory(parent, new Map()) : 'CLUSTER_INVENTORY_BROKEN');
    }),
    { numRuns: 500 },
  );
});

test('whatever a line says, its entries are sound or it is an error', () => {
  const field = fc.oneof(fc.string(), fc.jsonValue(), fc.constantFrom('apps/v1', 'apps', 'Deployment', 'web', '..'));
  const line = fc.dictionary(fc.constantFrom(...Object.keys(entry('web')), 'hook', 'live', 'more'), field);

  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constantFrom(entry('api'), web), fc.jsonValue())), (lines) => {
      const read = outcomeOf(entries(...lines));
      if (read === 'CLUSTER_INVENTORY_BROKEN') return;
      const sound = { kind: expect.stringMatching(/^[A-Za-z]/), name: expect.stringMatching(/^[^/%]+$/) };
      expect(read.entries).toEqual(read.entries.map(() => expect.objectContaining(sound)));
      expect(read.entries).toEqual(lines);
    }),
    { numRuns: 500 },
  );
});

test('a part of a large inventory that was edited is an error, and only what a sync has named is a stray', () => {
  const many = Array.from({ length: 6_000 }, (_value, index) => ({ ...web, name: `${'web'.repeat(20)}-${index}` }));
  const large = encodeInventory({ ...inventory, entries: many }, NAME, 'gitops-system');
  const [first, ...more] = large.shards;
  const shard = first!;
  const objects = (shard['data'] as Record<string, string>)['objects']!;
  const decode = (...shards: readonly KubeObject[]) =>
    decodeInventory(large.parent, new Map(shards.map((one) => [one.metadata.name, one])));
  const lacking = { ...shard, data: { parent: NAME, objects: objects.split('\n').slice(1).join('\n') } };
  const other = { ...shard, data: { parent: 'inventory.web', objects } };
  const foreign = { ...shard, metadata: { name: 'somebody-elses' }, data: { parent: NAME, objects: 'x' } };

  expect(large.shards.length).toBeGreaterThan(1);
  expect(() => decode(lacking, ...more)).toThrow(`its part '${shard.metadata.name}' was edited or damaged`);
  expect(() => decode(other, ...more)).toThrow('was edited or damaged');
  expect(() => decode(...more)).toThrow('is missing');
  expect(decode(shard, ...more, foreign).strays).toBeUndefined();
});

function failureOf(damaged: KubeObject): GitopsError {
  try {
    decodeInventory(damaged, new Map());
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
  throw new Error('it was read');
}

function outcomeOf(damaged: KubeObject) {
  try {
    return decodeInventory(damaged, new Map());
  } catch (error) {
    if (GitopsError.is(error)) return error.code as 'CLUSTER_INVENTORY_BROKEN';
    throw error;
  }
}
