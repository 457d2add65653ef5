import { HISTORY_LENGTH, type Inventory, type Revision, type StoredInventory } from '../inventory/inventory.js';
import { inventoryName } from '../inventory/name.js';
import { deleteInventory, saveInventory } from '../inventory/store.js';
import { hooksDigest } from '../plan/hooks-digest.js';
import type { ExecuteOptions, Execution, Planned } from './execution.js';
import { summarizeExecution } from './summarize-execution.js';
import { entriesAfter, pendingEntries } from './transitions.js';

/** Writes down what is about to happen, before it happens. */
export async function recordPending(planned: Planned, options: ExecuteOptions): Promise<StoredInventory> {
  const { observed, plan } = planned;
  const { application, inventory } = observed;
  const { subject: _, committed: __, pinnedBy: ___, ...operation } = options.operation;
  const pending: Inventory = { ...base(planned), operation, entries: pendingEntries(plan, inventory?.entries ?? []) };
  return saveInventory(
    options.client,
    options.inventoryNamespace,
    inventoryName(application.instance),
    withHold(pending, inventory, options),
    inventory,
  );
}

/**
 * Narrows the inventory to what is true now, and adds the run to the history. An inventory that owns nothing
 * any more is removed with its last run.
 */
export async function recordFinished(
  planned: Planned,
  options: ExecuteOptions,
  stored: StoredInventory,
  execution: Execution,
  started: number,
): Promise<void> {
  const { observed, plan } = planned;
  const entries = entriesAfter(plan, observed.inventory?.entries ?? [], execution);
  const isEmpty =
    observed.objects.length === 0 && (observed.hooks.length === 0 || options.operation.action === 'delete');
  if (execution.outcome === 'synced' && entries.length === 0 && isEmpty) {
    return deleteInventory(options.client, options.inventoryNamespace, stored);
  }
  const revision = revisionOf(planned, options, execution, started);
  const { commit, subject, committed, content } = revision;
  const finished: Inventory = {
    ...base(planned),
    entries,
    ...(execution.outcome === 'interrupted' ? { operation: stored.operation } : {}),
    ...(execution.outcome === 'synced' ? { synced: { commit, subject, committed, content } } : {}),
    ...(execution.outcome === 'synced' && plan.runs.length > 0 ? { hooks: hooksDigest(observed.hooks) } : {}),
    history: [revision, ...stored.history].slice(0, HISTORY_LENGTH),
  };
  await saveInventory(
    options.client,
    options.inventoryNamespace,
    stored.name,
    withHold(finished, observed.inventory, options),
    stored,
  );
}

function base({ observed: { application, inventory } }: Planned): Inventory {
  const { instance, repository, labels } = application;
  return {
    application: instance,
    repository,
    labels,
    entries: [],
    history: inventory?.history ?? [],
    ...(inventory?.synced ? { synced: inventory.synced } : {}),
    ...(inventory?.hooks ? { hooks: inventory.hooks } : {}),
  };
}

/** A run that comes this far without a hold of its own has lifted an older one. */
function withHold(inventory: Inventory, before: Inventory | undefined, { holdAfter }: ExecuteOptions): Inventory {
  const hold = holdAfter?.(before?.hold);
  return hold ? { ...inventory, hold } : inventory;
}

function revisionOf(
  { observed }: Planned,
  { operation }: ExecuteOptions,
  execution: Execution,
  started: number,
): Revision {
  const { counts, outcome } = execution;
  const { content, sources } = observed.application;
  const message = summarizeExecution(execution);
  return {
    commit: operation.commit,
    subject: operation.subject,
    committed: operation.committed,
    pinnedBy: operation.pinnedBy,
    action: operation.action,
    result: outcome,
    message,
    started: operation.started,
    seconds: Math.round((Date.now() - started) / 100) / 10,
    actor: operation.actor,
    pipeline: operation.pipeline,
    ignoredWindows: operation.ignoredWindows,
    sources,
    content,
    created: counts.created,
    updated: counts.updated + counts.recreated,
    deleted: counts.deleted,
  };
}
