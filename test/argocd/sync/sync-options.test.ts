import { readFileSync } from 'node:fs';
import { ignoredSyncOptions, SYNC_OPTIONS } from '../../../src/argocd/sync/sync-option-table.js';
import {
  deletionConsent,
  isDeletionApproved,
  objectSyncOptions,
  optionIn,
  pruneConsent,
  syncOption,
} from '../../../src/argocd/sync/sync-options.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const object = (annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', annotations },
});
const options = (text: string) => object({ 'argocd.argoproj.io/sync-options': text });

describe('syncOption', () => {
  test('the object comes before the application, and values are exact text', () => {
    expect(syncOption('Prune', objectSyncOptions(options('Prune=false, Replace=true')), ['Prune=confirm'])).toBe(
      'false',
    );
    expect(syncOption('Replace', objectSyncOptions(options('Prune=false, Replace=true')), [])).toBe('true');
    expect(syncOption('Validate', [], ['Validate=false'])).toBe('false');
    expect(syncOption('Prune', objectSyncOptions(object()), [' Prune=false'])).toBeUndefined();
    expect(optionIn(['Force=false', 'Prune=true'], 'Prune')).toBe('true');
    expect(optionIn(['PruneLast=true'], 'Prune')).toBeUndefined();
  });
});

describe('deletionConsent and pruneConsent', () => {
  test.each<[annotation: string | undefined, application: string[], consent: string]>([
    [undefined, [], 'yes'],
    ['X=false', [], 'no'],
    ['X=confirm', [], 'confirm'],
    ['X=true', ['X=false'], 'yes'],
    [undefined, ['X=false'], 'no'],
    ['Other=true', ['X=confirm'], 'confirm'],
    ['X=confirm', ['X=false'], 'confirm'],
  ])('%s on the object, %j of the application: %s', (annotation, application, consent) => {
    const spelt = (name: string) => application.map((option) => option.replace('X', name));
    const live = (name: string) => (annotation === undefined ? object() : options(annotation.replace('X', name)));

    expect(deletionConsent(live('Delete'), spelt('Delete'))).toBe(consent);
    expect(pruneConsent(live('Prune'), spelt('Prune'))).toBe(consent);
  });
});

test('the page has a row for every sync option, and says which work in an Argo Application only', () => {
  const rows = readFileSync('docs/sync-options.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const ofOptions = rows.flatMap((row) => {
    const name = /^\| `(\w+)/.exec(row)?.[1] ?? '';
    return Object.hasOwn(SYNC_OPTIONS, name) ? [[name, row.includes('Application only')] as const] : [];
  });

  expect(Object.fromEntries(ofOptions)).toEqual(
    Object.fromEntries(Object.entries(SYNC_OPTIONS).map(([name, { places }]) => [name, places.length === 1])),
  );
});

describe('ignoredSyncOptions', () => {
  test('every option of the table is taken at its place with each of its values', () => {
    const spelt = Object.entries(SYNC_OPTIONS).flatMap(([name, { places, values }]) =>
      places.flatMap((place) => values.map((value) => [place, `${name}=${value}`] as const)),
    );

    expect(spelt.flatMap(([place, option]) => ignoredSyncOptions([option], place))).toEqual([]);
  });

  test.each<[option: string, place: 'application' | 'object', problem: string, hint: string]>([
    ['CreateNamespaces=true', 'application', 'is not a sync option', "Did you mean 'CreateNamespace='?"],
    ['ServerSideAply=true', 'application', 'is not a sync option', "Did you mean 'ServerSideApply='?"],
    ['Nonsense', 'application', 'is not a sync option', 'Known: ApplyOutOfSyncOnly, '],
    ['toString=true', 'application', 'is not a sync option', 'Known: ApplyOutOfSyncOnly, '],
    [
      'Prune=False',
      'object',
      "is not one of the values of 'Prune': true, false, confirm",
      "Did you mean 'Prune=false'?",
    ],
    ['Prune=never', 'object', "is not one of the values of 'Prune': true, false, confirm", 'Write such a value.'],
    ['CreateNamespace=true', 'object', 'works in spec.syncPolicy.syncOptions only', 'Move it to the Argo'],
  ])('%s of the %s', (option, place, problem, hint) => {
    expect(ignoredSyncOptions([option, ''], place)).toEqual([{ option, problem, hint: expect.stringContaining(hint) }]);
  });
});

test.each<[approval: string | undefined, last: string | undefined, approved: boolean]>([
  ['2026-11-21T13:00:00Z', '2026-11-21T12:00:00Z', true],
  ['2026-11-21T13:00:00+01:00', '2026-11-21T12:00:00Z', true],
  ['2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z', false],
  ['2026-11-21T11:00:00Z', undefined, true],
  ['2026-11-21T15:00:00Z', '2026-11-21T12:00:00Z', false],
  ['2099-01-01T00:00:00Z', undefined, false],
  ['yes', undefined, false],
  ['1', undefined, false],
  [undefined, undefined, false],
])('an approval of %s after a run at %s holds at 14:00: %s', (approval, last, approved) => {
  expect(
    isDeletionApproved(approval, last === undefined ? undefined : new Date(last), new Date('2026-11-21T14:00:00Z')),
  ).toBe(approved);
});
