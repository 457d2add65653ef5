import { GitopsError } from '../../errors.js';
import { booleanKeyHintIn } from '../../manifest/boolean-key-hint.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { DesiredObject } from '../objects/desired.js';
import type { CustomVerdicts } from './judge-custom.js';

/**
 * Why a custom resource is not what the CustomResourceDefinition of the run allows; undefined when it is, or
 * when that is not known. Pure.
 */
export function refusedByDefinition(
  { identity, hash }: Pick<DesiredObject, 'identity' | 'hash'>,
  verdicts: CustomVerdicts,
): GitopsError | undefined {
  const problems = verdicts.get(hash) ?? [];
  if (problems.length === 0) return undefined;
  const object = describeIdentity(identity);
  return new GitopsError(
    'CLUSTER_INVALID',
    `${object} is not what the CustomResourceDefinition in the same revision allows: ${problems.join('; ')}`,
    {
      object,
      hint: booleanKeyHintIn(problems.join('; ')) ?? 'Correct the manifest in Git, or the CustomResourceDefinition.',
      data: { problems },
    },
  );
}
