import { ANNOTATION } from '../../argocd/labels.js';
import { forget } from '../../cluster/execute/forget.js';
import { type LeavingObject, waitUntilGone } from '../../cluster/execute/wait-until-gone.js';
import type { HealthRules } from '../../cluster/health/health-rule.js';
import { identityOfEntry } from '../../cluster/inventory/identity-of-entry.js';
import { setIdOf } from '../../cluster/inventory/set-id.js';
import type { Heir } from '../../cluster/objects/release-ownership.js';
import { findArgocdObjects } from '../../cluster/observe/find-argocd-objects.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { GitopsError } from '../../errors.js';
import { identityKey, identityOf, type ObjectIdentity } from '../../manifest/identity.js';
import type { ApplicationDeletion, Cascade, DeleteOutcome } from '../api/delete-result.js';
import type { SyncListener } from '../api/events.js';
import { goesOn } from '../api/outcomes.js';
import { type ApplicationResult, problemSummary } from '../api/results.js';
import { refreshSession } from '../clusters/cluster-session.js';
import {
  deletionPlanOptions,
  type PlanDeletionOptions,
  type PlannedDeletion,
  planDeletion,
} from '../planning/plan-deletion.js';
import type { PlannedApplication } from '../planning/planned-cluster.js';
import { withHealth } from '../planning/with-health.js';
import { syncCluster } from './sync-cluster.js';

export interface DeleteClusterOptions {
  readonly plan: PlanDeletionOptions;
  readonly cascade?: Cascade;
  readonly revision: { readonly commit: string; readonly subject?: string; readonly committed?: string };
  readonly actor: string;
  readonly pipeline?: string;
  /** For hooks of deletion. */
  readonly healthRules?: HealthRules;
  /** Those of `argocd-cm` in Git. */
  readonly healthOverrides: LuaOverrides;
  /** How long objects may take to be gone; 0 does not wait. */
  readonly timeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly leaseDurationMs?: number;
  readonly signal: AbortSignal;
  readonly onEvent: SyncListener;
}

/**
 * Executes what was planned in one cluster, waits until it is gone, and removes the inventories that own
 * nothing any more.
 */
export function deleteFromCluster(
  planned: PlannedDeletion,
  options: DeleteClusterOptions,
): Promise<readonly ApplicationDeletion[]> {
  return options.cascade === 'orphan' ? forgetAll(planned, options) : deleteAll(planned, options);
}

async function deleteAll(
  planned: PlannedDeletion,
  options: DeleteClusterOptions,
): Promise<readonly ApplicationDeletion[]> {
  const results = await execute(planned, options);
  const gone = await Promise.all(
    planned.cluster.planned.map((one) => waitFor(one, planned, resultOf(results, one), options)),
  );
  if (gone.some(({ outcome }) => outcome !== 'deleted')) return gone;
  // Objects that took their time are still in the inventory: look again, and remove what owns nothing any
  // more.
  const again = await planDeletion(
    await refreshSession(planned.cluster.session),
    planned.chosen.filter(isThere(planned)),
    options.plan,
  );
  if (again.cluster.planned.some(({ observed }) => observed.inventory))
    await execute(again, { ...options, onEvent: () => {} });
  return gone;
}

function execute({ cluster }: PlannedDeletion, options: DeleteClusterOptions): Promise<readonly ApplicationResult[]> {
  const { onEvent, plan, signal, revision, actor, pipeline, lockTimeoutMs, leaseDurationMs } = options;
  const run = { revision, actor, pipeline, lockTimeoutMs, leaseDurationMs };
  return withHealth(options, options, (health) =>
    syncCluster(cluster, {
      plan: deletionPlanOptions(plan),
      run: { ...run, action: 'delete', healthTimeoutMs: options.timeoutMs },
      health,
      holds: { forbids: async () => false, after: () => undefined },
      signal,
      // Its end is reported when everything is gone.
      onEvent: (event) => (event.kind === 'finished' || event.kind === 'started' ? undefined : onEvent(event)),
    }),
  );
}

async function waitFor(
  one: PlannedApplication,
  { preview, cluster }: PlannedDeletion,
  result: ApplicationResult,
  options: DeleteClusterOptions,
): Promise<ApplicationDeletion> {
  const base = preview.find(({ application }) => application === one.application.name)!;
  const { errors, message, deleted } = result;
  const isHook = hookTest(one);
  // A hook that an earlier run left makes room for that of this run.
  const refused = result.refused.filter(({ object }) => !isHook(object));
  const done = { ...base, refused, errors, done: deleted, ...(message === undefined ? {} : { message }) };
  if (!goesOn(result.outcome)) return { ...done, outcome: failureOf(result) };
  const { client, inventoryNamespace } = cluster.session;
  const setId = setIdOf(one.application, inventoryNamespace);
  const leaving = leavingOf(one);
  const terminating = options.timeoutMs === 0 ? [] : await waitUntilGone(client, setId, leaving, options);
  const outcome = outcomeOf(terminating.length, refused.length);
  return { ...done, outcome, terminating, done: leaving.length - terminating.length };
}

function outcomeOf(terminating: number, refused: number): DeleteOutcome {
  if (terminating > 0) return 'terminating';
  return refused > 0 ? 'kept' : 'deleted';
}

function leavingOf(one: PlannedApplication): readonly LeavingObject[] {
  const isHook = hookTest(one);
  return one.plan.changes.flatMap((change) =>
    change.action === 'delete' && !isHook(change.entry)
      ? [{ identity: identityOfEntry(change.entry), resource: change.resource, uid: change.live.metadata.uid ?? '' }]
      : [],
  );
}

function hookTest({ observed }: PlannedApplication): (object: ObjectIdentity) => boolean {
  const keys = new Set(observed.hooks.map(({ identity }) => identityKey(identity)));
  return (object) => keys.has(identityKey(object));
}

function failureOf({ outcome }: ApplicationResult): DeleteOutcome {
  return outcome === 'interrupted' || outcome === 'blocked' ? outcome : 'failed';
}

function resultOf(results: readonly ApplicationResult[], { application }: PlannedApplication): ApplicationResult {
  return results.find((result) => result.application === application.name)!;
}

function isThere({ cluster }: PlannedDeletion): (one: PlannedDeletion['chosen'][number]) => boolean {
  return ({ inventory }) => cluster.planned.some(({ application }) => application.instance === inventory.application);
}

async function forgetAll(
  planned: PlannedDeletion,
  options: DeleteClusterOptions,
): Promise<readonly ApplicationDeletion[]> {
  const { cluster, preview } = planned;
  const { client, discovery, inventoryNamespace } = cluster.session;
  const argocds = await findArgocds(planned, options.signal);
  return Promise.all(
    cluster.planned.map(async ({ application, observed }) => {
      const base = preview.find((one) => one.application === application.name)!;
      const scope = { application: application.name, cluster: client.cluster };
      const target = {
        instance: application.instance,
        setId: setIdOf(application, inventoryNamespace),
        members: observed.members.values(),
        heirOf: (object: ObjectIdentity) => (argocds.has(identityKey(object)) ? 'argocd' : 'anybody') as Heir,
        resourceVersion: observed.inventory?.resourceVersion ?? '',
      };
      try {
        const done = await forget(target, {
          client,
          discovery,
          inventoryNamespace,
          holder: options.actor,
          lockTimeoutMs: options.lockTimeoutMs,
          leaseDurationMs: options.leaseDurationMs,
          signal: options.signal,
          onForgotten: (object, heir) =>
            options.onEvent({
              kind: 'done',
              action: 'kept',
              object,
              message: heir === 'argocd' ? 'left to Argo CD' : 'forgotten',
              ...scope,
            }),
        });
        return { ...base, outcome: 'forgotten' as const, done: done.length };
      } catch (error) {
        if (!GitopsError.is(error)) throw error;
        const outcome = options.signal.aborted ? ('interrupted' as const) : ('failed' as const);
        return { ...base, outcome, message: error.message, errors: GitopsError.each(error).map(problemSummary) };
      }
    }),
  );
}

/**
 * The Applications that Argo CD continues to deliver, by `identityKey`: Git says so, or Argo CD has them
 * already.
 */
async function findArgocds({ cluster, chosen }: PlannedDeletion, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { client, discovery, target } = cluster.session;
  const isSaid = ({ application }: PlannedApplication) =>
    chosen.some(
      (one) =>
        one.inventory.application === application.instance &&
        one.application?.metadata.annotations?.[ANNOTATION.delivery] === 'argocd',
    );
  const membersOf = (planned: readonly PlannedApplication[]) =>
    planned.flatMap(({ observed }) => [...observed.members.values()]);
  const said = membersOf(cluster.planned.filter(isSaid)).map(identityOf).map(identityKey);
  const { name, server } = target.secret;
  const destinations = [name, ...(server === undefined ? [] : [server])];
  const others = membersOf(cluster.planned.filter((one) => !isSaid(one)));
  return new Set([...said, ...(await findArgocdObjects(others, { client, discovery, destinations, signal }))]);
}
