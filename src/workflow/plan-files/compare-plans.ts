import { describeSource, shortRevision } from '../../cluster/objects/source-revision.js';
import { scheduleOf } from '../../cluster/plan/schedule.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { PlannedApplication } from '../planning/planned-cluster.js';
import type { FiledApplication, FiledChange } from './plan-file.js';

/** What is not as it was planned. */
export interface PlanDifference {
  readonly message: string;
  readonly object?: string;
}

/**
 * What two plans of one Argo Application differ in, object by object: whether Git or the cluster changed.
 * Pure.
 */
export function comparePlans(
  before: FiledApplication,
  after: FiledApplication,
  now: PlannedApplication,
): readonly PlanDifference[] {
  const planned = byObject(before);
  const found = byObject(after);
  const committed = new Map(now.observed.objects.map(({ identity, hash }) => [identityKey(identity), hash]));
  const reasons = new Map(scheduleOf(now.plan).map(({ object, reason }) => [identityKey(object), reason]));
  const differences = [...new Set([...planned.keys(), ...found.keys()])]
    .sort()
    .flatMap((key): readonly PlanDifference[] => {
      const was = planned.get(key);
      const is = found.get(key);
      const why = whyOf(was, is, committed.get(key), reasons.get(key) ?? '');
      if (why === undefined) return [];
      const object = nameOf(key);
      const actions =
        was?.action === is?.action
          ? `${is?.action}`
          : `${was?.action ?? 'nothing to do'} → ${is?.action ?? 'nothing to do'}`;
      return [
        { object, message: `${object} in '${after.application}' on '${after.cluster}': ${actions}, because ${why}` },
      ];
    });
  const where = `'${after.application}' on '${after.cluster}'`;
  const moved = movedSources(before, after).map((message) => ({ message: `${where}: ${message}` }));
  if (differences.length + moved.length > 0) return [...moved, ...differences];
  if (before.content !== after.content) return [{ message: `${where}: its manifests changed in Git` }];
  return before.schedule === after.schedule ? [] : [{ message: `${where}: the order of execution changed` }];
}

/**
 * Sources outside of the repository whose revision has changed: a tag that was moved, a branch with a new
 * commit, a range with a new version.
 */
function movedSources(before: FiledApplication, after: FiledApplication): readonly string[] {
  const named = ({ sources = [] }: FiledApplication) =>
    new Map(sources.map(({ revision, ...source }) => [JSON.stringify(source), { ...source, revision }] as const));
  const planned = named(before);
  const found = named(after);
  return [...new Set([...planned.keys(), ...found.keys()])].flatMap((key): readonly string[] => {
    const was = planned.get(key);
    const is = found.get(key);
    if (was === undefined || is === undefined)
      return [`the source ${describeSource((was ?? is)!)} ${was ? 'is not read any more' : 'was not read'}`];
    return was.revision === is.revision
      ? []
      : [`${describeSource(is)} now, and was ${shortRevision(was.revision)} when it was planned`];
  });
}

/** Why something else is done now; undefined when it is the same. */
function whyOf(
  was: FiledChange | undefined,
  is: FiledChange | undefined,
  committed: string | undefined,
  reason: string,
): string | undefined {
  if (was === undefined)
    return ['new', 'manifest changed', 'left Git'].includes(reason) || is?.action === 'refuse'
      ? 'it changed in Git'
      : `the cluster changed (${reason})`;
  if (is === undefined) {
    if (was.manifest === undefined)
      return committed === undefined ? 'it is gone from the cluster' : 'it is back in Git';
    if (committed === undefined) return 'it left Git';
    return committed === was.manifest ? 'it is in the cluster already as it should be' : 'it changed in Git';
  }
  if (was.manifest !== is.manifest) return is.manifest === undefined ? 'it left Git' : 'it changed in Git';
  if (was.action !== is.action) return `the cluster changed (${reason})`;
  return was.live === is.live ? undefined : 'it changed in the cluster';
}

function byObject({ changes }: FiledApplication): ReadonlyMap<string, FiledChange> {
  return new Map(changes.map((change) => [change.object, change]));
}

/** A key as people name the object. */
function nameOf(key: string): string {
  const [group = '', kind, namespace, name] = key.split('/');
  if (!kind || !name) return key;
  return describeIdentity({ group, kind, ...(namespace ? { namespace } : {}), name });
}
