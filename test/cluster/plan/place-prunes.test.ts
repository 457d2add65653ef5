import { placePrunes } from '../../../src/cluster/plan/place-prunes.js';
import type { Plan } from '../../../src/cluster/plan/plan.js';
import { createOf, deleteOf, objectOf, planOf, refuseOf, type Sketch } from '../../helpers/decisions.js';

// "When is this deleted?" docs/pruning.md, "Deleting"; how it stands between everything else is in
// schedule.test.ts.

/** A ConfigMap by `name@wave`, with `!` one that asks for PruneLast. */
const map = (text: string): Sketch => {
  const [name, wave = '0'] = text.replace('!', '').split('@');
  return { name, wave: Number(wave), ...(text.endsWith('!') ? { options: 'PruneLast=true' } : {}) };
};
const deletions = (...texts: readonly string[]): Partial<Plan> => ({
  changes: texts.map((text) => deleteOf(map(text))),
});
/** `name@wave`, as it is placed. */
const placed = (plan: Partial<Plan>, lastWave: number): string[] =>
  placePrunes(planOf(plan), lastWave).map(
    ({ wave, change }) => `${'entry' in change ? change.entry.name : ''}@${wave}`,
  );

describe('ours: after the last wave', () => {
  test.each<[string, Partial<Plan>, number, readonly string[]]>([
    ['nothing to delete', {}, 0, []],
    ['one deletion', deletions('a'), 0, ['a@1']],
    ['the waves of objects that stay are over', deletions('a'), 7, ['a@8']],
    ['the last wave goes first', deletions('a@-1', 'b@0', 'c@10', 'd@2'), 2, ['a@6', 'b@5', 'c@3', 'd@4']],
    ['those of one wave go together', deletions('a@1', 'b@1', 'c'), 0, ['a@1', 'b@1', 'c@2']],
    ['PruneLast goes after all others, whatever its wave', deletions('a@5!', 'b@1', 'c'), 0, ['a@3', 'b@1', 'c@2']],
    ['those with PruneLast go together', deletions('a@5!', 'b@1!', 'c@1'), 0, ['a@2', 'b@2', 'c@1']],
    ['nothing but PruneLast', deletions('a@5!'), 0, ['a@1']],
    [
      'PruneLast of the Argo Application changes nothing: all deletions are last',
      { ...deletions('a@1', 'b'), pruneLast: true },
      3,
      ['a@4', 'b@5'],
    ],
    ['what Git wants has a place of its own', { changes: [createOf(map('a@3'))] }, 3, []],
  ])('%s', (_, plan, lastWave, places) => {
    expect(placed(plan, lastWave)).toEqual(places);
  });

  test('in a wave the reverse of the order of creation: webhooks, kinds backwards, Namespaces and CRDs', () => {
    const kinds: Sketch[] = [
      { kind: 'Namespace' },
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
      { kind: 'ConfigMap' },
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { apiVersion: 'example.com/v1', kind: 'Widget' },
      { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
    ];
    const places = placePrunes(planOf({ changes: kinds.map(deleteOf) }), 0);

    const inOrder = [...places].sort((left, right) => left.stage - right.stage || left.rank - right.rank);
    expect(inOrder.map(({ change }) => ('live' in change ? change.live?.kind : ''))).toEqual(
      kinds.map(({ kind }) => kind).reverse(),
    );
  });
});

describe("Argo CD's: inside the waves, their numbers swapped (`--as-argocd`)", () => {
  const asArgoCd = true;

  test.each<[string, Partial<Plan>, number, readonly string[]]>([
    ['one wave keeps its number', { ...deletions('a@2', 'b@2'), asArgoCd }, 0, ['a@2', 'b@2']],
    [
      'waves are swapped, whatever the distances',
      { ...deletions('b@5', 'c@20', 'a@-1'), asArgoCd },
      0,
      ['b@5', 'c@-1', 'a@20'],
    ],
    ['numbers are compared as numbers', { ...deletions('a@9', 'b@10'), asArgoCd }, 0, ['a@10', 'b@9']],
    [
      'PruneLast of one object: after the last wave of all',
      { ...deletions('a@1', 'b@3!'), asArgoCd },
      0,
      ['a@3', 'b@4'],
    ],
    ['PruneLast of the Argo Application', { ...deletions('a@1', 'b@3'), asArgoCd, pruneLast: true }, 5, ['a@6', 'b@6']],
    [
      'PruneLast, and deletions have the last wave',
      { ...deletions('a@1', 'b@8'), asArgoCd, pruneLast: true },
      5,
      ['a@9', 'b@9'],
    ],
  ])('%s', (_, plan, lastWave, places) => {
    expect(placed(plan, lastWave)).toEqual(places);
  });

  test('they come before everything else of their wave, all kinds at once', () => {
    const places = placePrunes(
      planOf({
        changes: [deleteOf({ kind: 'Namespace' }), deleteOf({ apiVersion: 'apps/v1', kind: 'Deployment' })],
        asArgoCd,
      }),
      0,
    );

    expect(places).toMatchObject([
      { phase: 'Sync', stage: -1, rank: 0 },
      { phase: 'Sync', stage: -1, rank: 0 },
    ]);
  });
});

describe('deletions that a guard forbids', () => {
  const refusal = refuseOf({ name: 'kept', wave: 9, namespace: 'shop' });
  const and = (plan: Partial<Plan>): Partial<Plan> => ({ ...plan, changes: [refusal, ...(plan.changes ?? [])] });

  test.each<[string, Partial<Plan>, number, readonly string[]]>([
    ['alone', and({}), 4, ['kept@5']],
    ['with the last deletions', and(deletions('a@1', 'b')), 4, ['a@5', 'b@6', 'kept@6']],
    ["in Argo CD's order, before the last wave ends", and({ ...deletions('a'), asArgoCd: true }), 4, ['a@0', 'kept@5']],
    ["in Argo CD's order, with PruneLast", and({ ...deletions('a@7!'), asArgoCd: true }), 4, ['a@8', 'kept@8']],
  ])('%s: they are told at the end', (_, plan, lastWave, places) => {
    expect(placed(plan, lastWave)).toEqual(places);
    expect(placePrunes(planOf(plan), lastWave).at(-1)).toEqual({
      phase: 'Sync',
      wave: expect.any(Number),
      stage: 3,
      rank: 0,
      change: refusal,
    });
  });
});

test('a deletion is placed as it lives: its wave is that of the live object', () => {
  const change = { ...deleteOf({}), live: objectOf({ wave: 4 }) };

  expect(placed({ changes: [change, deleteOf({ name: 'b' })] }, 0)).toEqual(['a@1', 'b@2']);
});
