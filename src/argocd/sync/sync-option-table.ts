import { nearestName } from '../nearest-name.js';

/** Where a sync option has an effect: in `spec.syncPolicy.syncOptions`, or in an object's annotation. */
export type SyncOptionPlace = 'application' | 'object';

interface SyncOptionRule {
  readonly places: readonly SyncOptionPlace[];
  /** The values that Argo CD compares as exact text. */
  readonly values: readonly string[];
}

const BOTH: readonly SyncOptionPlace[] = ['application', 'object'];
const APPLICATION: readonly SyncOptionPlace[] = ['application'];
const BOOLEAN = ['true', 'false'];

/**
 * Every sync option that Argo CD 3.2 knows. Sync reads all of them, and warns about any other, also about one
 * of a newer Argo CD. docs/sync-options.md has a row with the effect of each.
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
  /** The predicate of a sentence, such as `is not a sync option`. */
  readonly problem: string;
  readonly hint: string;
}

/**
 * The options that have no effect, each with the reason: an unknown name, a misspelt value, or the wrong
 * place. Argo CD ignores them in silence. Pure.
 */
export function ignoredSyncOptions(options: readonly string[], place: SyncOptionPlace): readonly IgnoredOption[] {
  return options.flatMap((option): readonly IgnoredOption[] => {
    if (option === '') return [];
    const [name = '', ...rest] = option.split('=');
    const rule: SyncOptionRule | undefined = Object.entries(SYNC_OPTIONS).find(([known]) => known === name)?.[1];
    if (rule === undefined) return [{ option, problem: 'is not a sync option', hint: meantOption(name) }];
    const value = rest.join('=');
    if (!rule.values.includes(value)) {
      const nearest = nearestName(value, rule.values);
      const hint = nearest === undefined ? 'Write such a value.' : `Did you mean '${name}=${nearest}'?`;
      return [{ option, problem: `is not one of the values of '${name}': ${rule.values.join(', ')}`, hint }];
    }
    if (rule.places.includes(place)) return [];
    const problem = 'works in spec.syncPolicy.syncOptions only';
    return [{ option, problem, hint: 'Move it to the Argo Application.' }];
  });
}

/** The option whose name differs only in capitals, spaces or a plural; undefined when there is none. Pure. */
export function similarSyncOption(name: string): string | undefined {
  return Object.keys(SYNC_OPTIONS).find((known) => known.toLowerCase() === name.trim().toLowerCase().replace(/s$/, ''));
}

function meantOption(name: string): string {
  const known = Object.keys(SYNC_OPTIONS);
  const similar = similarSyncOption(name) ?? nearestName(name.trim(), known);
  return similar === undefined ? `Known: ${known.join(', ')}.` : `Did you mean '${similar}='?`;
}
