import type { ManagedFieldsEntry } from '../../../src/cluster/objects/fingerprint.js';
import type { FieldSet } from '../../../src/cluster/objects/managed-fields-set.js';
import {
  lostFields,
  type Migration,
  type MigrationContext,
  migrateOwnership,
} from '../../../src/cluster/objects/migrate-ownership.js';
import { objectOf } from '../../helpers/decisions.js';

// "Whose fields became ours, and what went with them?" docs/ownership.md, "Fields that other tools applied".

type Operation = 'Apply' | 'Update';

/** The fields of `data` with these names. */
const data = (names: string): FieldSet =>
  names === '' ? {} : { 'f:data': Object.fromEntries([...names].map((name) => [`f:${name}`, {}])) };
const entry = (
  manager: string,
  operation: Operation,
  names: string,
  more: Partial<ManagedFieldsEntry> = {},
): ManagedFieldsEntry => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1: data(names),
  ...more,
});
const own = (names: string, more: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry =>
  entry('cdk8s-gitops', 'Apply', names, more);

const ADOPTING = { adopting: true };
const OURS = { adopting: false };

function migrate(
  entries: readonly ManagedFieldsEntry[],
  context: Partial<MigrationContext> & { readonly adopting: boolean },
): Migration | undefined {
  return migrateOwnership(objectOf({ metadata: { managedFields: entries } }), { rule: { enabled: true }, ...context });
}

/** `manager: fields of data`, for each entry. */
const told = (migration: Migration | undefined): string[] | undefined =>
  migration?.managedFields.map(({ manager, fieldsV1 = {} }) => {
    const names = Object.keys((fieldsV1['f:data'] ?? {}) as object).map((name) => name.slice(2));
    return `${manager}: ${names.sort().join('')}`;
  });

describe('when an object is adopted', () => {
  const tools: readonly (readonly [string, Operation])[] = [
    ['kubectl-client-side-apply', 'Update'],
    ['kubectl-create', 'Update'],
    ['kubectl-replace', 'Update'],
    ['kubectl', 'Apply'],
    ['kubectl-last-applied', 'Apply'],
    ...[
      [
        'helm',
        'werf',
        'kapp',
        'kapp-controller',
        'kustomize-controller',
        'helm-controller',
        'flux',
        'flux-client-side-apply',
      ],
      [
        'argocd-controller',
        'argocd-application-controller',
        'argocd-server',
        'kluctl',
        'kluctl-controller',
        'timoni',
        'tanka',
      ],
    ].flatMap((names) =>
      names.flatMap((name): (readonly [string, Operation])[] => [
        [name, 'Update'],
        [name, 'Apply'],
      ]),
    ),
  ];

  test.each(tools)("'%s' (%s) gives up what it has", (manager, operation) => {
    const migration = migrate([entry(manager, operation, 'ab')], ADOPTING);

    expect(told(migration)).toEqual(['cdk8s-gitops: ab']);
    expect(migration).toMatchObject({ managers: [manager], released: data('ab') });
  });

  test("of 'before-first-apply', which is everything that lived, it takes what Git sets when it may keep the rest", () => {
    const entries = [entry('before-first-apply', 'Update', 'ab')];

    const careful = { ...ADOPTING, keepsUnset: true };
    expect(told(migrate(entries, { ...careful, next: data('a') }))).toEqual(['before-first-apply: b']);
    expect(migrate(entries, careful)).toBeUndefined();
    expect(told(migrate(entries, ADOPTING))).toEqual(['cdk8s-gitops: ab']);
    expect(told(migrate([entry('helm', 'Update', 'ab')], careful))).toEqual(['cdk8s-gitops: ab']);
  });

  test.each<[string, Operation]>([
    ['kubectl-edit', 'Update'],
    ['kubectl-scale', 'Update'],
    ['kubectl-patch', 'Update'],
    ['kubectl', 'Update'],
    ['kubectl-last-applied', 'Update'],
    ['kubectl-client-side-apply', 'Apply'],
    ['before-first-apply', 'Apply'],
    ['kube-controller-manager', 'Update'],
    ['my-helm', 'Update'],
    ['helm-operator', 'Apply'],
    ['argocd-image-updater', 'Update'],
    ['argocd-notifications-controller', 'Update'],
    ['k9s', 'Update'],
    ['cdk8s-gitops', 'Update'],
  ])("'%s' (%s) keeps what it has", (manager, operation) => {
    expect(migrate([entry(manager, operation, 'ab')], ADOPTING)).toBeUndefined();
  });

  test.each<[string, readonly ManagedFieldsEntry[], Partial<MigrationContext>, readonly string[] | undefined]>([
    ['nobody owns anything', [], {}, undefined],
    ['a tool owns nothing', [entry('helm', 'Update', '')], {}, undefined],
    ['a tool whose entry has no fields', [entry('helm', 'Update', '', { fieldsV1: undefined })], {}, undefined],
    [
      'what Git does not have is given up too',
      [entry('helm', 'Update', 'abc')],
      { next: data('a') },
      ['cdk8s-gitops: abc'],
    ],
    ['several tools', [entry('helm', 'Update', 'a'), entry('kubectl', 'Apply', 'bc')], {}, ['cdk8s-gitops: abc']],
    ['what we own already stays ours', [own('x'), entry('helm', 'Update', 'a')], {}, ['cdk8s-gitops: ax']],
    [
      'everybody else keeps theirs',
      [entry('operator', 'Update', 'y'), entry('helm', 'Update', 'a'), entry('kubectl-edit', 'Update', 'z')],
      {},
      ['cdk8s-gitops: a', 'operator: y', 'kubectl-edit: z'],
    ],
    [
      'what a tool wrote to a subresource stays',
      [entry('helm', 'Update', 'a', { subresource: 'status' })],
      {},
      undefined,
    ],
    [
      'a tool to which fields were yielded keeps all',
      [entry('helm', 'Update', 'a'), entry('kapp', 'Update', 'b')],
      { except: ['kapp'] },
      ['cdk8s-gitops: a', 'kapp: b'],
    ],
    ['ClientSideApplyMigration=false', [entry('helm', 'Update', 'a')], { rule: { enabled: false } }, undefined],
    [
      'ClientSideApplyMigration=false, and a manager is named',
      [entry('mine', 'Update', 'a')],
      { rule: { enabled: false, manager: 'mine' } },
      undefined,
    ],
    [
      'a manager that the Argo Application names',
      [entry('mine', 'Update', 'a')],
      { rule: { enabled: true, manager: 'mine' } },
      ['cdk8s-gitops: a'],
    ],
    [
      'a manager that it names, by server-side apply',
      [entry('mine', 'Apply', 'a')],
      { rule: { enabled: true, manager: 'mine' } },
      ['cdk8s-gitops: a'],
    ],
    [
      'the known ones beside it',
      [entry('helm', 'Update', 'a')],
      { rule: { enabled: true, manager: 'mine' } },
      ['cdk8s-gitops: a'],
    ],
    ['another than it names', [entry('other', 'Update', 'a')], { rule: { enabled: true, manager: 'mine' } }, undefined],
    ['our own name is nobody else', [own('a')], { rule: { enabled: true, manager: 'cdk8s-gitops' } }, undefined],
  ])('%s', (_, entries, context, expected) => {
    expect(told(migrate(entries, { ...ADOPTING, ...context }))).toEqual(expected);
  });

  test('managers are named once and by name', () => {
    const entries = [entry('kapp', 'Update', 'a'), entry('helm', 'Update', 'b'), entry('helm', 'Apply', 'c')];

    expect(migrate(entries, ADOPTING)).toMatchObject({ managers: ['helm', 'kapp'], released: data('abc') });
  });

  describe('what kubectl remembers of its last apply stays, and its own', () => {
    const memory = { 'f:annotations': { 'f:kubectl.kubernetes.io/last-applied-configuration': {} } };
    const remembering = (manager: string, more: object) =>
      entry(manager, 'Update', '', { fieldsV1: { 'f:metadata': memory, ...more } });

    test.each(['kubectl-client-side-apply', 'argocd-controller'])('%s', (manager) => {
      const migration = migrate([remembering(manager, data('a'))], ADOPTING);

      expect(migration?.managedFields).toEqual([own('a'), remembering(manager, {})]);
      expect(migration?.released).toEqual(data('a'));
    });

    test('when there is nothing else, nothing changes', () => {
      expect(migrate([remembering('kubectl-client-side-apply', {})], ADOPTING)).toBeUndefined();
    });
  });
});

describe('when an object is ours already', () => {
  test.each<[string, readonly ManagedFieldsEntry[], Partial<MigrationContext>, readonly string[] | undefined, string]>([
    [
      'a tool gives up what it shares with us',
      [own('ab'), entry('helm', 'Update', 'bc')],
      {},
      ['cdk8s-gitops: ab', 'helm: c'],
      'b',
    ],
    ['a tool that shares all of it is gone', [own('ab'), entry('helm', 'Update', 'b')], {}, ['cdk8s-gitops: ab'], 'b'],
    ['a tool that shares nothing keeps it', [own('a'), entry('helm', 'Update', 'c')], {}, undefined, ''],
    [
      'and what we will own after this apply',
      [own('a'), entry('helm', 'Update', 'bc')],
      { next: data('ab') },
      ['cdk8s-gitops: a', 'helm: c'],
      'b',
    ],
    ['also when we own nothing yet', [entry('helm', 'Update', 'bc')], { next: data('b') }, ['helm: c'], 'b'],
    [
      'Argo CD gives up everything',
      [own('a'), entry('argocd-controller', 'Apply', 'abc')],
      {},
      ['cdk8s-gitops: abc'],
      'abc',
    ],
    [
      'Argo CD gives up everything where we own nothing',
      [entry('argocd-controller', 'Apply', 'abc')],
      {},
      ['cdk8s-gitops: abc'],
      'abc',
    ],
    [
      'a tool beside Argo CD',
      [own('a'), entry('argocd-controller', 'Update', 'b'), entry('helm', 'Update', 'abc')],
      {},
      ['cdk8s-gitops: ab', 'helm: bc'],
      'ab',
    ],
    [
      'everybody else keeps theirs',
      [own('a'), entry('kubectl-edit', 'Update', 'a'), entry('helm', 'Update', 'a')],
      {},
      ['cdk8s-gitops: a', 'kubectl-edit: a'],
      'a',
    ],
    [
      'what we wrote to a subresource is not what we apply',
      [own('a', { subresource: 'scale' }), entry('helm', 'Update', 'a')],
      {},
      undefined,
      '',
    ],
    [
      'what was written in our name without an apply is not ours',
      [entry('cdk8s-gitops', 'Update', 'a'), entry('helm', 'Update', 'a')],
      {},
      undefined,
      '',
    ],
  ])('%s', (_, entries, context, expected, released) => {
    const migration = migrate(entries, { ...OURS, ...context });

    expect(told(migration)).toEqual(expected);
    expect(migration?.released ?? {}).toEqual(data(released));
  });

  test('managers that gave nothing up are not named', () => {
    expect(migrate([own('a'), entry('helm', 'Update', 'a'), entry('kapp', 'Update', 'b')], OURS)?.managers).toEqual([
      'helm',
    ]);
  });
});

describe('the entry that becomes ours', () => {
  test('stays our own where we have one', () => {
    const ours = own('a', { apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z' });

    expect(
      migrate([entry('helm', 'Update', 'b', { time: '2026-02-01T00:00:00Z' }), ours], ADOPTING)?.managedFields,
    ).toEqual([{ ...ours, fieldsV1: data('ab') }]);
  });

  test.each<[string, readonly (string | undefined)[], string | undefined]>([
    ['in order', ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'], '2026-02-01T00:00:00Z'],
    ['out of order', ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'], '2026-02-01T00:00:00Z'],
    ['one without a time', [undefined, '2026-01-01T00:00:00Z'], '2026-01-01T00:00:00Z'],
    ['the other without a time', ['2026-01-01T00:00:00Z', undefined], '2026-01-01T00:00:00Z'],
  ])('is that of the youngest tool otherwise: %s', (_, times, youngest) => {
    const [first, second] = times.map((time, index) =>
      entry(['helm', 'kapp'][index]!, 'Update', 'ab'[index]!, { time, apiVersion: `v${index + 1}` }),
    );

    expect(migrate([first!, second!], ADOPTING)?.managedFields).toEqual([
      {
        manager: 'cdk8s-gitops',
        operation: 'Apply',
        apiVersion: times[0] === youngest ? 'v1' : 'v2',
        time: youngest,
        fieldsV1: data('ab'),
      },
    ]);
  });
});

describe('what goes with the next apply', () => {
  test.each<[string, readonly ManagedFieldsEntry[], string, string]>([
    ['what a tool had and Git has not', [entry('helm', 'Update', 'abc')], 'a', 'bc'],
    ['nothing, when Git has all of it', [entry('helm', 'Update', 'ab')], 'abc', ''],
    ['not what somebody else has too', [entry('helm', 'Update', 'abc'), entry('operator', 'Update', 'b')], 'a', 'c'],
    ['not what was never given up', [own('x'), entry('helm', 'Update', 'b')], '', 'b'],
    [
      'what was written in our name without an apply stays',
      [entry('helm', 'Update', 'bc'), entry('cdk8s-gitops', 'Update', 'b')],
      '',
      'c',
    ],
    [
      'what was written in our name to a subresource stays',
      [entry('helm', 'Update', 'bc'), own('b', { subresource: 'status' })],
      '',
      'c',
    ],
  ])('%s', (_, entries, next, lost) => {
    expect(lostFields(migrate(entries, ADOPTING)!, data(next))).toEqual(data(lost));
  });

  test('everything that was given up, while it is not known what Git sets', () => {
    expect(lostFields(migrate([entry('helm', 'Update', 'ab')], ADOPTING)!, undefined)).toEqual(data('ab'));
  });
});
