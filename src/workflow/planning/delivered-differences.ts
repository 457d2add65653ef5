import { comparable } from '../../cluster/objects/comparable.js';
import { missingFields } from '../../cluster/objects/contains.js';
import { type Change, identityOfChange } from '../../cluster/plan/change.js';
import { namespaceChange } from '../api/namespace-change.js';
import type { ApplicationStatus } from '../api/results.js';
import type { PlannedApplication } from './planned-cluster.js';

/**
 * The objects of an Argo Application that Argo CD delivers which are not as Git has them. Whether they are
 * not delivered yet or somebody changed them is not known. Pure.
 */
export function deliveredDifferences({
  plan,
  observed,
}: Pick<PlannedApplication, 'plan' | 'observed'>): NonNullable<ApplicationStatus['differences']> {
  const { createNamespace, updateNamespace } = namespaceChange(observed);
  const namespace = createNamespace ?? updateNamespace;
  const ofNamespace =
    namespace === undefined
      ? []
      : [
          {
            object: { group: '', kind: 'Namespace', name: namespace },
            reason: createNamespace === undefined ? 'its managedNamespaceMetadata differs' : 'missing',
            fields: [],
          },
        ];
  return [
    ...ofNamespace,
    ...plan.changes.flatMap((change) => (change.action === 'keep' ? [] : [differenceOf(change)])),
  ];
}

function differenceOf(
  change: Exclude<Change, { readonly action: 'keep' }>,
): NonNullable<ApplicationStatus['differences']>[number] {
  const object = identityOfChange(change);
  if (change.action === 'delete') return { object, reason: 'left Git and is still there', fields: [] };
  if (change.action === 'refuse')
    return { object, reason: `left Git and is still there: ${change.reason}`, fields: [] };
  const live = change.action === 'create' ? undefined : change.live;
  const fields = live && change.merged ? missingFields(comparable(change.merged), live).map(({ field }) => field) : [];
  return { object, reason: change.action === 'recreate' ? 'differs from Git' : change.reason, fields };
}
