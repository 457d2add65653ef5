import { GitopsError } from '../../errors.js';
import { isKept } from '../revision/origin-labels.js';
import type { PlannedCluster } from './planned-cluster.js';

export interface VanishingOptions {
  readonly pruneOrphaned?: boolean | undefined;
  /**
   * Most Argo Applications, over all clusters, whose objects one run may delete because they left Git.
   * Default: 5.
   */
  readonly maxPruneApplications?: number | undefined;
}

export const DEFAULT_MAX_PRUNE_APPLICATIONS = 5;

/**
 * The plans with what forbids to delete the objects of Argo Applications that are gone: too many at once, as
 * when a generator suddenly finds less, or an ApplicationSet of which nobody knows what it makes. Pure.
 */
export function guardVanishing(
  planned: readonly PlannedCluster[],
  options: VanishingOptions,
): readonly PlannedCluster[] {
  if (options.pruneOrphaned !== true) return planned;
  const { maxPruneApplications = DEFAULT_MAX_PRUNE_APPLICATIONS } = options;
  const leaving = planned.map(({ orphans }) =>
    orphans.filter(({ labels, entries }) => !isKept(labels) && entries.length > 0),
  );
  const names = leaving.flatMap((orphans) => orphans.map(({ application }) => application));
  const unknown = [...new Set(planned.flatMap(({ session }) => session.target.unknownSets ?? []))];
  const isTooMany = names.length > maxPruneApplications;
  if (names.length === 0 || (unknown.length === 0 && !isTooMany)) return planned;
  const error = unknown.length > 0 ? unknownSets(unknown, names) : tooManyError(names, maxPruneApplications);
  const first = leaving.findIndex((orphans) => orphans.length > 0);
  return planned.map((cluster, index) =>
    index === first ? withProblem(cluster, leaving[first]?.[0]?.application ?? '', error) : cluster,
  );
}

function withProblem(
  { planned, problems, ...cluster }: PlannedCluster,
  application: string,
  problem: GitopsError,
): PlannedCluster {
  const told = planned.map((one) =>
    one.application.name === application
      ? { ...one, plan: { ...one.plan, problems: [...one.plan.problems, problem] } }
      : one,
  );
  return { ...cluster, planned: told, problems: [...problems, { application, problem }] };
}

function tooManyError(names: readonly string[], limit: number): GitopsError {
  const shown = names.slice(0, 3).join("', '");
  const message = `${names.length} Argo Applications are no longer in Git, more than ${limit}: '${shown}'${names.length > 3 ? ', …' : ''}`;
  return new GitopsError('WORKFLOW_APPLICATIONS_VANISH', message, {
    hint: `Look at what their ApplicationSets make now (gitops list); if it is meant, sync with --max-prune-applications ${names.length}.`,
    data: { applications: names.length, maxPruneApplications: limit },
  });
}

function unknownSets(sets: readonly string[], names: readonly string[]): GitopsError {
  return new GitopsError(
    'WORKFLOW_APPLICATIONS_VANISH',
    `it is not known what ApplicationSet '${sets.join("', '")}' makes, so that '${names[0]}' may be one of it`,
    { hint: 'Record what its generators yield, for --parameters, or sync without --prune-orphaned.' },
  );
}
