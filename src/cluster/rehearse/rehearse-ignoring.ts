import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { hasSameContent, isSettled } from '../objects/comparable.js';
import type { DesiredObject } from '../objects/desired.js';
import { keepIgnored } from '../objects/keep-ignored.js';
import { migrateOwnership } from '../objects/migrate-ownership.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';
import type { Rehearsal, RehearseOptions } from './rehearsal.js';
import { rehearse } from './rehearse.js';

const REFUSED: readonly string[] = ['CLUSTER_INVALID', 'CLUSTER_IN_THE_WAY'];

/** A dry run, and what of the object it was about. */
export interface IgnoringRehearsal {
  /** With a manifest that keeps ignored fields as they are, where that is what is to be applied. */
  readonly desired: DesiredObject;
  readonly rehearsal: Rehearsal;
}

/**
 * Rehearses an object of which some fields are ignored: a difference in them alone does not count. Otherwise
 * they are applied as Git has them, whatever their owner; or kept as they are live with
 * `RespectIgnoreDifferences=true`.
 *
 * @throws GitopsError as `rehearse`; ENGINE_JQ_FAILED for an expression that does not compile
 */
export async function rehearseIgnoring(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
  jq: () => Pick<Jq, 'deletePaths'>,
): Promise<IgnoringRehearsal> {
  const { ignored, manifest } = desired;
  const live = ignored && options.adopting ? await asAdopted(client, desired, options.signal) : options.live;
  const kept = ignored && live ? await keepIgnored(manifest, live, ignored.rules, jq) : manifest;
  if (!ignored || !live || kept === manifest) return { desired, rehearsal: await rehearse(client, desired, options) };
  const keeping = { ...desired, manifest: kept };
  const rehearsal = await rehearseKeeping(client, keeping, options);
  // Without the ignored fields it is not a valid manifest, such as a new container without an image.
  if (!rehearsal) return { desired, rehearsal: await rehearse(client, desired, options) };
  if (ignored.respected || isSettled(live, rehearsal.merged)) return { desired: keeping, rehearsal };
  const isContent = options.contentOnly || (options.policy === 'inspect' && options.adopting);
  if (isContent && hasSameContent(live, rehearsal.merged)) return { desired: keeping, rehearsal };
  const isFree = rehearsal.taken.length + rehearsal.yielded.length === 0;
  try {
    return { desired, rehearsal: await rehearse(client, desired, options) };
  } catch (error) {
    // Without the ignored fields nobody objected, so it is they that others own.
    if (
      !isFree ||
      !GitopsError.is(error) ||
      !GitopsError.each(error).every(({ code }) => code === 'CLUSTER_FIELD_CONFLICT')
    )
      throw error;
    return { desired, rehearsal: await rehearse(client, desired, { ...options, policy: 'take' }) };
  }
}

/** Undefined where the API server refuses what is left, and it is not what is applied. */
async function rehearseKeeping(
  client: KubeClient,
  keeping: DesiredObject,
  options: RehearseOptions,
): Promise<Rehearsal | undefined> {
  try {
    return await rehearse(client, keeping, options);
  } catch (error) {
    const isRefused = GitopsError.is(error) && GitopsError.each(error).every(({ code }) => REFUSED.includes(code));
    if (keeping.ignored?.respected || !isRefused) throw error;
    return undefined;
  }
}

/**
 * A stranger, of which only the metadata may be known, with the owners that it has once it is ours: what
 * deployment tools hold of ignored fields is kept for us.
 */
async function asAdopted(
  client: KubeClient,
  { identity, resource, migration }: DesiredObject,
  signal?: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    const { body } = await client.request<KubeObject>({ method: 'GET', path: objectPath(resource, identity) }, signal);
    const migrated = migrateOwnership(body, { rule: migration ?? { enabled: true }, adopting: true });
    return migrated ? { ...body, metadata: { ...body.metadata, managedFields: migrated.managedFields } } : body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
