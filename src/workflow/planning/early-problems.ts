import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import type { DesiredApplication, DesiredHook, DesiredObject } from '../../cluster/objects/desired.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { forbiddenObjects, unmanagedObjects } from './forbidden-objects.js';
import { inventoryProblem } from './inventory-problem.js';

/** An Argo Application whose objects were resolved. */
export interface Resolved {
  readonly application: DesiredApplication;
  readonly inventory: StoredInventory | undefined;
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredHook[];
  readonly problems: readonly GitopsError[];
}

/** What stops a cluster before the first write, with the name of the Argo Application that it is about. */
export interface ApplicationProblem {
  readonly application: string;
  readonly problem: GitopsError;
}

/** What is wrong with the Argo Applications of a cluster, as far as it shows before they are observed. */
export function earlyProblems(
  resolved: readonly Resolved[],
  session: ClusterSession,
  adopt: boolean,
): readonly ApplicationProblem[] {
  const about = ({ application }: Resolved, problems: GitopsError | readonly GitopsError[]) =>
    [problems].flat().map((problem) => ({ application: application.name, problem }));
  const forbidden = ({ application, objects, hooks }: Resolved) => [
    ...forbiddenObjects(application, [...objects, ...hooks]),
    ...unmanagedObjects(application, session.target.secret, [...objects, ...hooks]),
  ];
  return [
    ...resolved.flatMap((one) => about(one, one.problems)),
    ...sharedObjects(resolved),
    ...resolved.flatMap((one) => about(one, forbidden(one))),
    ...resolved.flatMap((one) => about(one, inventoryProblem(one.application, session, adopt) ?? [])),
  ];
}

/** Objects that two Argo Applications of the run want. */
function sharedObjects(resolved: readonly Resolved[]): readonly ApplicationProblem[] {
  const first = new Map<string, DesiredApplication>();
  return resolved.flatMap(({ application, objects }) =>
    objects.flatMap(({ identity }) => {
      const key = identityKey(identity);
      const other = first.get(key);
      first.set(key, other ?? application);
      if (!other) return [];
      return [{ application: application.name, problem: wantedTwice(describeIdentity(identity), application, other) }];
    }),
  );
}

function wantedTwice(object: string, application: DesiredApplication, other: DesiredApplication): GitopsError {
  return new GitopsError(
    'CLUSTER_SHARED_OBJECT',
    `${object} is wanted by two Argo Applications, '${other.name}' and '${application.name}'`,
    { object, source: { file: application.file }, hint: 'Let one of them own it.' },
  );
}
