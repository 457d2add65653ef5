import { manifestHash } from '../../cluster/objects/fingerprint.js';
import { type Change, identityOfChange } from '../../cluster/plan/change.js';
import { changeDigest } from '../../cluster/plan/change-digest.js';
import { type ScheduledTask, scheduleOf } from '../../cluster/plan/schedule.js';
import { digestOf } from '../../manifest/canonical.js';
import { compareText } from '../../manifest/compare-text.js';
import { identityKey, keyOf } from '../../manifest/identity.js';
import type { PlannedApplication } from '../planning/planned-cluster.js';
import { sourcesPart } from '../planning/sources-part.js';
import type { FiledApplication, FiledChange } from './plan-file.js';

/** The plan of an Argo Application as digests. Pure. */
export function filePlan({ application, plan, observed }: PlannedApplication, cluster: string): FiledApplication {
  const changes = plan.changes.flatMap((change) => (change.action === 'keep' ? [] : [fileChange(change)]));
  const schedule = scheduleOf(plan);
  const tasks = schedule.map(({ phase, wave, step, object, action }) => [
    phase,
    wave,
    step,
    identityKey(object),
    action,
  ]);
  const manifests = application.objects.map((object) => [keyOf(object), manifestHash(object)]);
  return {
    application: application.name,
    cluster,
    content: digestOf([application.namespace, manifests.sort(byText)]),
    schedule: digestOf([application.wave, observed.createNamespace, observed.manageNamespace, tasks]),
    ...sourcesPart(application),
    changes: changes.sort((left, right) => (left.object < right.object ? -1 : 1)),
    secrets: schedule.some(setsSecret),
  };
}

function fileChange(change: Exclude<Change, { readonly action: 'keep' }>): FiledChange {
  return { object: identityKey(identityOfChange(change)), action: change.action, ...changeDigest(change) };
}

/** Deleting one needs no value. */
function setsSecret({ object, action }: ScheduledTask): boolean {
  return object.kind === 'Secret' && object.group === '' && ['create', 'update', 'recreate', 'run'].includes(action);
}

function byText(left: readonly (string | undefined)[], right: readonly (string | undefined)[]): number {
  return compareText(left.join(' '), right.join(' '));
}
