import { hookOf } from '../../../src/argocd/sync/hooks.js';
import { worstHealth } from '../../../src/cluster/health/worst-health.js';
import { inventoryName } from '../../../src/cluster/inventory/name.js';
import { readInventory } from '../../../src/cluster/inventory/store.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { GitopsError } from '../../../src/errors.js';
import { describeIdentity, type ObjectIdentity } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import type { ApplicationOutcome } from '../../../src/workflow/api/events.js';
import type { ApplicationResult, StatusResult } from '../../../src/workflow/api/results.js';
import { deleteApplications } from '../../../src/workflow/delete.js';
import { diff } from '../../../src/workflow/diff.js';
import { judgeObjects } from '../../../src/workflow/judge-objects.js';
import { status } from '../../../src/workflow/status.js';
import { sync } from '../../../src/workflow/sync.js';
import type { Deliverer, SyncAnswer, VerdictAnswer } from './deliverer.js';
import type { References } from './references.js';
import { type Outcome, type Scenario, type SyncRequest, scopeOf } from './scenario.js';
import { scenarioRepository } from './scenario-repository.js';

const OUTCOMES: Readonly<Record<ApplicationOutcome, Outcome>> = {
  synced: 'succeeded',
  unchanged: 'succeeded',
  unhealthy: 'failed',
  failed: 'failed',
  interrupted: 'failed',
  blocked: 'refused',
  held: 'refused',
};

export interface GitopsDelivererOptions {
  readonly client: KubeClient;
  readonly references: References;
  readonly kubeconfig: string;
}

/**
 * Delivers as `gitops sync` does, from a committed repository. Inventories are in a namespace of the
 * scenario's own.
 */
export function gitopsDeliverer(
  scenario: Scenario,
  { client, references, kubeconfig }: GitopsDelivererOptions,
): Deliverer {
  const { repository, applications, commit } = scenarioRepository(scenario);
  const inventoryNamespace = `${scopeOf(scenario)}-inventory`;
  const nameOf = (name = [...applications.keys()][0] ?? '') => {
    const { metadata } = applications.get(name) as unknown as KubeObject;
    return metadata.name;
  };
  const optionsFor = (application?: string) => ({
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig } } } },
    inventoryNamespace,
    applications:
      scenario.root && application === undefined ? [...applications.keys()].map(nameOf) : [nameOf(application)],
  });

  return {
    async commit(folder) {
      commit(folder);
    },

    async sync({ application, prune = true, adopt = false, takeover = false }: SyncRequest): Promise<SyncAnswer> {
      try {
        const { timeoutSeconds = 30 } = scenario;
        const result = await sync({
          ...optionsFor(application),
          timeoutMs: timeoutSeconds * 1_000,
          prune,
          adopt,
          takeover,
          maxPrunePercent: 100,
        });
        const [only] = result.applications;
        if (scenario.root && application === undefined) {
          const told = result.applications.map((one) => `${one.application}: ${describe(one)}`).join('\n');
          return {
            outcome: OUTCOMES[result.outcome],
            message: told,
            codes: result.applications.flatMap(({ errors }) => errors.map(({ code }) => code)),
          };
        }
        if (!only)
          return { outcome: 'refused', message: result.skipped.map(({ reason }) => reason).join('; '), codes: [] };
        return { outcome: OUTCOMES[only.outcome], message: describe(only), codes: only.errors.map(({ code }) => code) };
      } catch (error) {
        if (!GitopsError.is(error)) throw error;
        const problems = GitopsError.each(error);
        return {
          outcome: 'refused',
          message: problems.map(({ message }) => message).join('\n'),
          codes: problems.map(({ code }) => code),
        };
      }
    },

    async remove({ application, orphan = false, confirm = false }): Promise<SyncAnswer> {
      const { outcome, applications: deleted } = await deleteApplications({
        ...optionsFor(application),
        timeoutMs: 5_000,
        confirmPrune: confirm,
        ...(orphan ? { cascade: 'orphan' } : {}),
      });
      return {
        outcome: outcome === 'deleted' || outcome === 'kept' || outcome === 'forgotten' ? 'succeeded' : 'failed',
        message: deleted.map(({ message }) => message ?? '').join('\n'),
        codes: [],
      };
    },

    async verdicts(application): Promise<VerdictAnswer> {
      const options = optionsFor(application);
      if (scenario.root && application === undefined) return verdictsOfAll(await status(options), references);
      const looked = await Promise.all([
        status(options),
        diff({ ...options, adopt: true, maxPrunePercent: 100 }),
      ]).catch((error: unknown) => {
        if (GitopsError.is(error)) return undefined; // what sync refuses before it reads the cluster
        throw error;
      });
      if (looked === undefined) return { health: { application: 'Unknown' }, sync: { application: 'Unknown' } };
      const [state, difference] = looked;
      const changed = new Set(
        difference.applications.flatMap(({ changes }) => changes).map(({ object }) => nameIn(references, object)),
      );
      const inventory = await readInventory(client, inventoryNamespace, inventoryName(nameOf(application)));
      const troubled = new Set(difference.applications.flatMap(({ problems }) => problems.map(({ object }) => object)));
      for (const entry of inventory?.entries ?? [])
        if (troubled.has(describeIdentity(entry))) changed.add(nameIn(references, entry));
      const owned = new Map(
        (inventory?.entries ?? []).map((entry) => [nameIn(references, entry), references.path(pathReference(entry))]),
      );
      const live = new Map<string, KubeObject>();
      for (const [name, path] of owned) {
        const object = await client.request<KubeObject>({ method: 'GET', path }).catch(() => undefined);
        if (object && hookOf(object.body) === 'none') live.set(name, object.body);
        else if (object) owned.delete(name);
      }
      const judged = await judgeObjects([...live.values()]);
      const statuses = new Map([...live.keys()].map((name, index) => [name, judged.objects[index]?.status ?? '']));
      const names = [...new Set([...owned.keys(), ...changed])].sort();
      return {
        health: {
          application: state.applications[0]?.health ?? 'Unknown',
          ...Object.fromEntries(names.map((name) => [name, statuses.get(name) ?? 'Missing'])),
        },
        sync: {
          application: changed.size > 0 ? 'OutOfSync' : 'Synced',
          ...Object.fromEntries(names.map((name) => [name, changed.has(name) ? 'OutOfSync' : 'Synced'])),
        },
      };
    },

    async close() {
      repository.remove();
    },
  };
}

/** As an app of apps shows what it delivers. */
function verdictsOfAll({ applications }: StatusResult, references: References): VerdictAnswer {
  const by = (value: (one: StatusResult['applications'][number]) => string) =>
    Object.fromEntries(
      applications.map((one) => [
        nameIn(references, { group: 'argoproj.io', kind: 'Application', namespace: 'argocd', name: one.application }),
        value(one),
      ]),
    );
  const isSynced = applications.every(({ state }) => state === 'synced');
  return {
    health: { application: worstHealth(applications.map(({ health }) => health)), ...by(({ health }) => health) },
    sync: {
      application: isSynced ? 'Synced' : 'OutOfSync',
      ...by(({ state }) => (state === 'synced' ? 'Synced' : 'OutOfSync')),
    },
  };
}

function describe({ message, errors, unhealthy, outcome }: ApplicationResult): string {
  const all = [
    message,
    ...errors.map((error) => error.message),
    ...unhealthy.map((one) => `${one.object.kind}/${one.object.name} is ${one.status}: ${one.message ?? ''}`),
  ];
  return all.filter((text) => text !== undefined).join('\n') || outcome;
}

function nameIn(references: References, { kind, namespace, name }: ObjectIdentity): string {
  return references.of({ kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
}

function pathReference({ kind, group, namespace, name }: ObjectIdentity): string {
  return [group === '' ? kind : `${kind}.${group}`, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}
