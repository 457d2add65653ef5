import type { HookDeletePolicy } from '../../../src/argocd/sync/hooks.js';
import { replacesHook } from '../../../src/cluster/plan/replaces-hook.js';
import { hookOf } from '../../helpers/decisions.js';

// "What becomes of the object that an earlier run of a hook left?" docs/hooks-and-waves.md, "Hooks": every
// policy, every way in which an earlier run ended, every change.

const POLICIES: readonly HookDeletePolicy[] = ['BeforeHookCreation', 'HookSucceeded', 'HookFailed'];
/** Every set of policies but the empty one, which stands for BeforeHookCreation. */
const SETS = Array.from({ length: 7 }, (_, bits) => POLICIES.filter((__, index) => ((bits + 1) >> index) % 2 === 1));
const KINDS = ['Job', 'Pod', 'ConfigMap', 'PersistentVolumeClaim', 'Namespace'];
/** How the object came there. */
const LEFT = {
  'killed while it ran or before its policy deleted it': { isListed: true, interrupted: true },
  'left by a run that ended': { isListed: true, interrupted: false },
  'an object that the inventory does not list as a hook': { isListed: false, interrupted: false },
  'the same, after a killed run': { isListed: false, interrupted: true },
} as const;
const CHANGES = ['none', 'possible', 'refused'] as const;

const ROWS = SETS.flatMap((deletePolicies) =>
  KINDS.flatMap((kind) =>
    Object.entries(LEFT).flatMap(([how, left]) =>
      CHANGES.map((change) => ({ deletePolicies, kind, how, change, ...left })),
    ),
  ),
);

test('there is a row for every policy, kind, end and change', () => {
  expect(ROWS).toHaveLength(7 * 5 * 4 * 3);
});

test.each(ROWS)('$kind, $deletePolicies: $how, change $change', (row) => {
  const { deletePolicies, kind, change, isListed, interrupted } = row;
  const hook = { ...hookOf({ kind, apiVersion: kind === 'Job' ? 'batch/v1' : 'v1' }, 'PreSync'), deletePolicies };
  const earlier = { hook, change, isListed, interrupted };
  const isProtected = kind === 'PersistentVolumeClaim' || kind === 'Namespace';
  const isAnother = change === 'refused' || (change === 'possible' && interrupted);

  const expected = deletePolicies.includes('BeforeHookCreation') || (isListed && !isProtected && isAnother);

  expect(replacesHook({ ...earlier, exists: true })).toBe(expected);
  expect(replacesHook({ ...earlier, exists: false })).toBe(false);
});
