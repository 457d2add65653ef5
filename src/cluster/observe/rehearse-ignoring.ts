import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import { isSettled } from '../objects/comparable.js';
import type { DesiredObject } from '../objects/desired.js';
import { keepIgnored } from '../objects/keep-ignored.js';
import type { KubeClient } from '../transport/client.js';
import { type Rehearsal, type RehearseOptions, rehearse } from './rehearse.js';

/** A dry run, and what of the object it was about. */
export interface IgnoringRehearsal {
  /** With a manifest that keeps ignored fields as they are, where that is what is to be applied. */
  readonly desired: DesiredObject;
  readonly rehearsal: Rehearsal;
}

/**
 * Rehearses an object of which some fields are ignored: a difference in them alone is none. Otherwise they are applied as Git has them, whoever owns them; or kept as they live with `RespectIgnoreDifferences=true`.
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
  const { live } = options;
  // Of a stranger only the metadata is known.
  const kept = ignored && live && !options.adopting ? await keepIgnored(manifest, live, ignored.rules, jq) : manifest;
  if (!ignored || !live || kept === manifest) return { desired, rehearsal: await rehearse(client, desired, options) };
  const keeping = { ...desired, manifest: kept };
  const rehearsal = await rehearse(client, keeping, options);
  if (ignored.respected || isSettled(live, rehearsal.merged)) return { desired: keeping, rehearsal };
  const isFree = rehearsal.taken.length + rehearsal.yielded.length === 0;
  try {
    return { desired, rehearsal: await rehearse(client, desired, options) };
  } catch (error) {
    // Without the ignored fields nobody objected, so it is they that others own.
    if (!isFree || !GitopsError.is(error) || !GitopsError.each(error).every(({ code }) => code === 'CLUSTER_FIELD_CONFLICT')) throw error;
    return { desired, rehearsal: await rehearse(client, desired, { ...options, policy: 'take' }) };
  }
}
