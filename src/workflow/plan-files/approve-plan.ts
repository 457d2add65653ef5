import { GitopsError } from '../../errors.js';
import type { PlanOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import type { PlannedApplication, PlannedCluster } from '../planning/planned-cluster.js';
import { comparePlans, type PlanDifference } from './compare-plans.js';
import { filePlan } from './file-plan.js';
import { filedOptions } from './filed-options.js';
import type { FiledOptions, PlanFile } from './plan-file.js';

/** Of a run that is to do something else altogether nobody reads more. */
const SHOWN = 20;

/**
 * Holds a run to a plan file: what it is about to do has to be what was planned.
 *
 * @throws GitopsError WORKFLOW_PLAN_CHANGED that names what changed in Git, in the clusters and on the
 * command line
 */
export function approvePlan(
  file: PlanFile,
  clusters: readonly PlannedCluster[],
  revision: RevisionSummary,
  options: PlanOptions,
): void {
  refuse(file, revision.shortId, [
    ...optionsThatDiffer(file.options, filedOptions(options)),
    ...clustersThatDiffer(file, clusters),
    ...applicationsThatDiffer(file, clusters, revision.commit),
  ]);
}

/** The same for one Argo Application that was planned again, because somebody else synced it meanwhile. */
export function approveAgain(file: PlanFile, planned: PlannedApplication, cluster: string, commit: string): void {
  const before = file.applications.find(
    (one) => one.application === planned.application.name && one.cluster === cluster,
  );
  const after = filePlan(planned, cluster);
  refuse(file, commit.slice(0, 7), before === undefined ? [added(after)] : comparePlans(before, after, planned));
}

function applicationsThatDiffer(
  file: PlanFile,
  clusters: readonly PlannedCluster[],
  commit: string,
): readonly PlanDifference[] {
  const now = clusters.flatMap(({ session, planned }) =>
    planned.map((one) => ({ one, filed: filePlan(one, session.client.cluster) })),
  );
  const find = (application: string, cluster: string) =>
    now.find(({ filed }) => filed.application === application && filed.cluster === cluster);
  const planned = file.applications.flatMap((before): readonly PlanDifference[] => {
    const after = find(before.application, before.cluster);
    if (after === undefined)
      return [{ message: `'${before.application}' on '${before.cluster}' was planned, and is not part of this run` }];
    const differences = comparePlans(before, after.filed, after.one);
    if (differences.length > 0 || !before.secrets || file.commit === commit) return differences;
    const message = `'${before.application}' on '${before.cluster}' sets values of Secrets, which no plan file holds: its plan is good for the commit '${file.commit.slice(0, 7)}' only`;
    return [{ message }];
  });
  const known = new Set(file.applications.map(({ application, cluster }) => `${cluster} ${application}`));
  return [
    ...planned,
    ...now.filter(({ filed }) => !known.has(`${filed.cluster} ${filed.application}`)).map(({ filed }) => added(filed)),
  ];
}

function added({ application, cluster }: { readonly application: string; readonly cluster: string }): PlanDifference {
  return { message: `'${application}' on '${cluster}' is part of this run, and was not planned` };
}

function clustersThatDiffer({ clusters }: PlanFile, planned: readonly PlannedCluster[]): readonly PlanDifference[] {
  return planned.flatMap(({ session: { client, uid } }) => {
    const before = Object.hasOwn(clusters, client.cluster) ? clusters[client.cluster] : undefined;
    if (before === undefined || uid === undefined || before === uid) return [];
    return [
      {
        message: `the cluster '${client.cluster}' is another than the plan was made for: kube-system has the UID '${uid}', not '${before}'`,
      },
    ];
  });
}

function optionsThatDiffer(before: FiledOptions, after: FiledOptions): readonly PlanDifference[] {
  const value = (options: FiledOptions, name: string) =>
    Object.hasOwn(options, name) ? `'${options[name]}'` : 'unknown';
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((name) => value(before, name) !== value(after, name))
    .map((name) => ({
      message: `the option '${name}' was ${value(before, name)} when it was planned, and is ${value(after, name)} now`,
    }));
}

function refuse({ commit, created, actor }: PlanFile, now: string, differences: readonly PlanDifference[]): void {
  if (differences.length === 0) return;
  const at = commit.startsWith(now) ? `'${now}'` : `'${commit.slice(0, 7)}', and now it is '${now}'`;
  const head = `the plan does not hold any more: made ${created} by '${actor}' at ${at}`;
  const more = differences.length - SHOWN;
  const hint = "Look at what a sync would do now ('gitops plan'), and approve that: 'gitops plan --out FILE'.";
  const error = (message: string, object?: string) => new GitopsError('WORKFLOW_PLAN_CHANGED', message, { object });
  throw GitopsError.all([
    new GitopsError('WORKFLOW_PLAN_CHANGED', head, {
      hint,
      data: { planned: commit, differences: differences.length },
    }),
    ...differences.slice(0, SHOWN).map(({ message, object }) => error(message, object)),
    ...(more > 0 ? [error(`and ${more} more differences`)] : []),
  ]);
}
