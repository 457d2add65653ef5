import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText, recordsOf } from '../../manifest/untyped.js';

/** The turn of an Argo Application in an ApplicationSet with `strategy: RollingSync`. */
export interface RollingTurn {
  /** The name of the ApplicationSet. */
  readonly set: string;
  /** The step, from 0. */
  readonly step: number;
  /** The batch in its step, from 0: `maxUpdate` limits how many Applications are updated at once. */
  readonly batch: number;
}

type Labels = Readonly<Record<string, string>> | undefined;

interface Named {
  readonly metadata: { readonly name: string; readonly labels?: Labels };
}

/**
 * The turns of the Argo Applications of a set, by name. An Application that no step selects has none, because
 * Argo CD leaves it to a manual sync. A set without that strategy has none. Pure.
 *
 * @param applications all Applications that the set generates
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
 */
export function rollingTurns(
  { metadata, spec }: KubeObject & { readonly spec?: unknown },
  applications: readonly Named[],
): ReadonlyMap<string, RollingTurn> {
  const strategy = isRecord(spec) && isRecord(spec['strategy']) ? spec['strategy'] : {};
  const rolling =
    strategy['type'] === 'RollingSync' && isRecord(strategy['rollingSync']) ? strategy['rollingSync'] : {};
  const steps = recordsOf(rolling['steps']);
  const sorted = [...applications].sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
  const turns = new Map<string, RollingTurn>();
  for (const [step, { matchExpressions, maxUpdate }] of steps.entries()) {
    const members = sorted.filter(
      (one) =>
        !turns.has(one.metadata.name) &&
        recordsOf(matchExpressions).every((expression) => matches(expression, one.metadata.labels)),
    );
    const together = limitOf(maxUpdate, members.length);
    for (const [index, member] of members.entries())
      turns.set(member.metadata.name, { set: metadata.name, step, batch: Math.floor(index / together) });
  }
  return turns;
}

/**
 * A missing label does not match `In`, and matches `NotIn`. An unknown operator matches no Application with
 * the label.
 */
function matches({ key, operator, values }: Readonly<Record<string, unknown>>, labels: Labels): boolean {
  const value = labels?.[anyText(key)];
  if (value === undefined) return operator !== 'In';
  const isListed = Array.isArray(values) && values.includes(value);
  return operator === 'In' ? isListed : operator === 'NotIn' && !isListed;
}

/** The limit is at least one, because a step with limit 0 would never end. */
function limitOf(maxUpdate: unknown, count: number): number {
  if (maxUpdate === undefined || maxUpdate === null) return Math.max(1, count);
  const percent = /^(\d+)%$/.exec(anyText(maxUpdate))?.[1];
  const limit = percent === undefined ? Number(maxUpdate) : Math.floor((Number(percent) * count) / 100);
  return Number.isInteger(limit) ? Math.max(1, limit) : Math.max(1, count);
}
