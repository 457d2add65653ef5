import { SYNC_POLICY_SHAPE } from '../argocd/application/source-shape.js';
import { retryDuration } from '../argocd/sync/retry-duration.js';
import { ignoredSyncOptions, SYNC_OPTIONS, similarSyncOption } from '../argocd/sync/sync-option-table.js';
import { describeShapeProblem } from '../manifest/describe-shape-problem.js';
import { checkShape } from '../manifest/shape.js';
import { textsOf } from '../manifest/untyped.js';
import { mergeSyncPolicies, type SyncPolicyParts } from './merge-sync-policies.js';
import { spellSyncOption } from './spell-sync-option.js';

export interface SyncPolicyProblems {
  readonly errors: readonly string[];
  /** Options that only a newer Argo CD knows. */
  readonly warnings: readonly string[];
}

/** What is wrong with one policy, by Argo CD's own rules. Pure. */
export function syncPolicyProblems(parts: SyncPolicyParts): SyncPolicyProblems {
  const { options = {}, syncOptions = [], retry } = parts;
  const typed = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [spellSyncOption(name, value)],
  );
  const texts = textsOf(syncOptions);
  const newer = texts.filter(isNewer);
  const known = texts.filter((option) => !isNewer(option));
  const named = new Set(typed.map(nameOf));
  return {
    errors: [
      ...checkShape({ ...mergeSyncPolicies([parts]), syncOptions }, SYNC_POLICY_SHAPE).map(describeShapeProblem),
      ...ignoredSyncOptions([...typed, ...known], 'application').map(
        ({ option, problem, hint }) => `'${option}' ${problem}. ${hint}`,
      ),
      ...[retry?.backoff?.duration, retry?.backoff?.maxDuration].flatMap((value) =>
        typeof value === 'string' && retryDuration(value) === undefined
          ? [`'${value}' is not a duration: write 5s or 1m30s`]
          : [],
      ),
      ...texts.filter((option) => !option.includes('=')).map((option) => `'${option}' has no value: write Name=value`),
      ...texts.filter((option) => named.has(nameOf(option))).map((option) => `'${option}' is in 'options' too`),
    ],
    warnings: newer.map((option) => `'${option}' is a sync option that Argo CD 3.2 does not know`),
  };
}

function isNewer(option: string): boolean {
  const name = nameOf(option);
  return option.includes('=') && !Object.hasOwn(SYNC_OPTIONS, name) && similarSyncOption(name) === undefined;
}

function nameOf(option: string): string {
  return option.split('=')[0] ?? '';
}
