import { nearestName } from '../nearest-name.js';

/** Where a sync option may stand: in `spec.syncPolicy.syncOptions`, or in an object's annotation. */
export type SyncOptionPlace = 'application' | 'object';

interface SyncOptionRule {
  readonly places: readonly SyncOptionPlace[];
  /** Compared as exact text. */
  readonly values: readonly string[];
}

const BOTH: readonly SyncOptionPlace[] = ['application', 'object'];
const APPLICATION: readonly SyncOptionPlace[] = ['application'];
const BOOLEAN = ['true', 'false'];

/**
 * Every sync option that Argo CD 3.2 knows, and that `sync` reads. docs/sync-options.md says what each does
 * here.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export const SYNC_OPTIONS = {
  ApplyOutOfSyncOnly: { places: APPLICATION, values: BOOLEAN },
  ClientSideApplyMigration: { places: APPLICATION, values: BOOLEAN },
  CreateNamespace: { places: APPLICATION, values: BOOLEAN },
  Delete: { places: BOTH, values: ['true', 'false', 'confirm'] },
  FailOnSharedResource: { places: APPLICATION, values: BOOLEAN },
  Force: { places: BOTH, values: BOOLEAN },
  Prune: { places: BOTH, values: ['true', 'false', 'confirm'] },
  PruneLast: { places: BOTH, values: BOOLEAN },
  PrunePropagationPolicy: { places: APPLICATION, values: ['background', 'foreground', 'orphan'] },
  Replace: { places: BOTH, values: BOOLEAN },
  RespectIgnoreDifferences: { places: APPLICATION, values: BOOLEAN },
  ServerSideApply: { places: BOTH, values: BOOLEAN },
  SkipDryRunOnMissingResource: { places: BOTH, values: BOOLEAN },
  Validate: { places: BOTH, values: BOOLEAN },
} as const satisfies Readonly<Record<string, SyncOptionRule>>;

export type SyncOptionName = keyof typeof SYNC_OPTIONS;

/** A sync option that has no effect. */
export interface IgnoredOption {
  readonly option: string;
  /** Such as `is no sync option`. */
  readonly problem: string;
  readonly hint: string;
}

/**
 * Each option that has no effect, and why, as Argo CD passes over it in silence: unknown names, misspelt
 * values, the wrong place. Pure.
 */
export function ignoredSyncOptions(options: readonly string[], place: SyncOptionPlace): readonly IgnoredOption[] {
  return options.flatMap((option): readonly IgnoredOption[] => {
    if (option === '') return [];
    const [name = '', ...rest] = option.split('=');
    const rule: SyncOptionRule | undefined = Object.entries(SYNC_OPTIONS).find(([known]) => known === name)?.[1];
    if (rule === undefined) return [{ option, problem: 'is no sync option', hint: meantOption(name) }];
    const value = rest.join('=');
    if (!rule.values.includes(value)) {
      const nearest = nearestName(value, rule.values);
      const hint = nearest === undefined ? 'Write such a value.' : `Did you mean '${name}=${nearest}'?`;
      return [{ option, problem: `is none of the values of '${name}': ${rule.values.join(', ')}`, hint }];
    }
    if (rule.places.includes(place)) return [];
    const problem = 'works in spec.syncPolicy.syncOptions only';
    return [{ option, problem, hint: 'Move it to the Argo Application.' }];
  });
}

/** The option that a name is but for capitals, spaces and a plural; undefined when it is none. Pure. */
export function similarSyncOption(name: string): string | undefined {
  return Object.keys(SYNC_OPTIONS).find((known) => known.toLowerCase() === name.trim().toLowerCase().replace(/s$/, ''));
}

function meantOption(name: string): string {
  const known = Object.keys(SYNC_OPTIONS);
  const similar = similarSyncOption(name) ?? nearestName(name.trim(), known);
  return similar === undefined ? `Known: ${known.join(', ')}.` : `Did you mean '${similar}='?`;
}
