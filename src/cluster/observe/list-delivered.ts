import { GitopsError } from '../../errors.js';
import { identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { listAll } from '../transport/list.js';
import { kindKey, listPath } from '../transport/path.js';
import { lookUp } from './look-up.js';
import { memberQueries } from './member-queries.js';
import type { MemberQuery } from './members.js';

/** A kind in more namespaces is listed in all of them at once. */
const FEW_NAMESPACES = 4;

/** The live objects of the kinds that Argo CD delivers, whatever created them. */
export interface Delivered {
  /** By `identityKey`. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** Kinds (`kindKey`) of which neither a list nor the single objects could be read, and why. */
  readonly incomplete: ReadonlyMap<string, GitopsError>;
  /** The lists that were read whole, as `placeOf` names them. */
  readonly listed: ReadonlySet<string>;
}

interface DeliveredTarget {
  readonly objects: readonly DesiredObject[];
}

/** `ConfigMap in shop`; a cluster-scoped kind has no place. */
export function placeOf(kind: string, namespace: string | undefined): string {
  return namespace === undefined ? kind : `${kind} in ${namespace}`;
}

/**
 * Lists whole what no label of ours marks: each kind that is wanted, in each namespace where it is wanted.
 * Where the account may not list, the wanted objects are asked for one by one.
 */
export async function listDelivered(
  client: KubeClient,
  targets: readonly DeliveredTarget[],
  discovery: Discovery,
  signal?: AbortSignal,
): Promise<Delivered> {
  const objects = new Map<string, KubeObject>();
  const incomplete = new Map<string, GitopsError>();
  const listed = new Set<string>();
  const add = (found: Iterable<KubeObject>) => {
    for (const object of found) objects.set(identityKey(identityOf(object)), object);
  };
  const wanted = targets.flatMap((target) => target.objects);
  const readQuery = async (query: MemberQuery) => {
    const { kind } = query.resource;
    try {
      add(await listWhole(client, query, signal));
      for (const namespace of query.resource.namespaced ? query.namespaces : [undefined])
        listed.add(placeOf(kind, namespace));
    } catch (error) {
      if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN') throw error;
      const own = wanted.filter(
        ({ resource, awaitsKind }) => !awaitsKind && kindKey(resource) === kindKey(query.resource),
      );
      const found = await Promise.all(
        own.map((one) => lookUp(client, [one], { whole: true, ...(signal ? { signal } : {}) })),
      );
      add(found.flatMap((each) => [...each.values()]));
    }
  };
  await Promise.all(
    memberQueries(targets, discovery).map(async (query) => {
      try {
        await readQuery(query);
      } catch (error) {
        if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
        incomplete.set(kindKey(query.resource), error);
      }
    }),
  );
  return { objects, incomplete, listed };
}

async function listWhole(
  client: KubeClient,
  { resource, namespaces }: MemberQuery,
  signal?: AbortSignal,
): Promise<readonly KubeObject[]> {
  const everywhere = !resource.namespaced || namespaces.length > FEW_NAMESPACES;
  const options = signal ? { signal } : {};
  const lists = await Promise.all(
    (everywhere ? [undefined] : namespaces).map((namespace) =>
      listKind(client, listPath(resource, namespace), options),
    ),
  );
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  return lists.flat().map((item) => ({ ...item, apiVersion, kind: resource.kind }));
}

/** What is not served any more has no objects. */
async function listKind(
  client: KubeClient,
  path: string,
  options: { readonly signal?: AbortSignal },
): Promise<readonly KubeObject[]> {
  try {
    return (await listAll(client, path, options)).items;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return [];
    throw error;
  }
}
