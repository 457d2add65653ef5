import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import { placedIdentity, type Scopes } from '../scope.js';
import type { Target } from '../target.js';

/**
 * Objects of one cluster that two Argo Applications would both own, the cluster-scoped ones included: each
 * would undo the other, and pruning one would delete the other's.
 */
export function validateClaims(targets: readonly Target[], scopes: Scopes): readonly GitopsError[] {
  const owners = new Map<string, Target>();
  const problems: GitopsError[] = [];
  for (const target of targets) {
    for (const { object } of target.build.objects) {
      const identity = placedIdentity(object, target.overlay.namespace, scopes);
      const key = `${target.cluster.id} ${identityKey(identity)}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, target);
      else if (owner !== target) problems.push(claimedTwice(describeIdentity(identity), owner, target));
    }
  }
  return problems;
}

function claimedTwice(object: string, owner: Target, target: Target): GitopsError {
  return new GitopsError(
    'SYNTH_CLAIMED_TWICE',
    `${object} on cluster '${target.cluster.id}' belongs to both '${owner.name}' and '${target.name}'`,
    {
      hint:
        owner.application === target.application
          ? 'Give one overlay another namespace, or make cluster-scoped objects an Application of their own.'
          : 'Leave it to one of the two Applications.',
      constructPath: target.overlay.node.path,
      source: target.overlay._site.location,
      object,
    },
  );
}
