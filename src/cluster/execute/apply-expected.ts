import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type AppliedObject, applyObject, type Expected } from '../objects/apply-object.js';
import type { KubeClient } from '../transport/client.js';
import { getIfExists } from '../transport/get-if-exists.js';
import { objectPath } from '../transport/path.js';
import type { Found } from './execution.js';

const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
/** A controller that is at work writes several times in a row. */
const ATTEMPTS = 8;

export interface ApplyExpectedOptions {
  readonly force: boolean;
  /** What the object has to be. Default: anything. */
  readonly expected?: Expected;
  /** Asked about an object that is not as expected. */
  readonly judge: (live: KubeObject) => Promise<Found>;
}

/**
 * Applies an object while it is what the plan saw: absent, or of one version. When it is something else, the
 * judge decides whether it may be applied all the same. The API server compares, so that nobody can come in
 * between.
 *
 * @returns with `created` also for an object of ours that exists: the answer to its creation was lost
 * @throws GitopsError what the judge refuses it for, and what `applyObject` throws
 */
export async function applyExpected(
  client: KubeClient,
  target: Parameters<typeof applyObject>[1],
  { force, judge, ...options }: ApplyExpectedOptions,
): Promise<AppliedObject> {
  let { expected } = options;
  let isOwnCreation = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const applied = await applyObject(client, target, { force, expected });
      return { ...applied, created: applied.created || isOwnCreation };
    } catch (error) {
      const isOther = GitopsError.is(error) && error.code === 'CLUSTER_CONFLICT';
      if (!isOther || expected === undefined || attempt === ATTEMPTS) throw error;
      const path = objectPath(target.resource, target.identity);
      const live = await getIfExists(client, { path, accept: METADATA_ONLY });
      const found = live && (await judge(live));
      if (GitopsError.is(found)) throw found;
      const next = versionOf(live);
      // It is what was expected: only its fields are in conflict.
      if (typeof next === 'object' && typeof expected === 'object' && next.resourceVersion === expected.resourceVersion)
        throw error;
      isOwnCreation = options.expected === 'absent' && found === 'ours';
      // Where there is none, and the condition is refused all the same, the server does not know it.
      expected = next === 'absent' && attempt > 2 ? undefined : next;
    }
  }
}

function versionOf(live: KubeObject | undefined): Expected {
  const resourceVersion = live?.metadata.resourceVersion;
  return resourceVersion === undefined ? 'absent' : { resourceVersion };
}
