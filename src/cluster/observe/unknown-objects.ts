import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { identityOfEntry } from '../inventory/identity-of-entry.js';
import type { Discovery } from '../transport/discovery.js';
import { kindKey } from '../transport/path.js';
import type { Sought } from './look-up.js';
import type { Members } from './members.js';
import type { ObservationTarget } from './observed-application.js';

/** Desired objects that no list showed, and owned ones that lost their label or are gone. */
export function unknownObjects(
  target: ObservationTarget,
  own: ReadonlyMap<string, KubeObject>,
  members: Members,
  discovery: Discovery,
): readonly Sought[] {
  const wanted = target.objects.filter(
    ({ identity, resource, awaitsKind }) =>
      !awaitsKind &&
      !own.has(identityKey(identity)) &&
      !members.objects.has(identityKey(identity)) &&
      !members.incomplete.has(kindKey(resource)),
  );
  const keys = new Set(target.objects.map(({ identity }) => identityKey(identity)));
  const lost = (target.inventory?.entries ?? [])
    .filter(
      (entry) => entry.hook === undefined && !keys.has(identityKey(entry)) && !members.objects.has(identityKey(entry)),
    )
    .flatMap((entry) => {
      const resource = discovery.find(entry.apiVersion, entry.kind) ?? discovery.preferred(entry.group, entry.kind);
      return resource && !members.incomplete.has(kindKey(resource))
        ? [{ identity: identityOfEntry(entry), resource }]
        : [];
    });
  return [...wanted, ...lost];
}
