import { GitopsError } from '../../errors.js';
import type { KubeClient } from './client.js';
import type { ApiResource, Discovery } from './discovery.js';

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/**
 * An answer of `/api` or `/apis`: aggregated (since Kubernetes 1.26) or the plain list of groups or versions.
 */
interface GroupsAnswer {
  readonly kind?: string;
  /** Aggregated: one per group. */
  readonly items?: readonly AggregatedGroup[];
  /** `/apis`, plain. */
  readonly groups?: readonly {
    readonly name: string;
    readonly versions: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version: string };
  }[];
  /** `/api`, plain. */
  readonly versions?: readonly string[];
}

interface AggregatedGroup {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly freshness?: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly responseKind?: { readonly kind?: string; readonly group?: string; readonly version?: string };
      readonly scope?: string;
      readonly verbs?: readonly string[];
      readonly subresources?: readonly { readonly subresource: string }[];
    }[];
  }[];
}

interface PlainResources {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs?: readonly string[];
  }[];
}

interface Found {
  /** In the server's order: preferred version of a group first. */
  readonly resources: readonly ApiResource[];
  readonly unavailableGroups: readonly string[];
}

/**
 * What the API server serves, in two requests; one per group version where the server does not aggregate
 * (before Kubernetes 1.27).
 *
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export async function discover(client: KubeClient, signal?: AbortSignal): Promise<Discovery> {
  const [core, named] = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const { body } = await client.request<GroupsAnswer>(
        { method: 'GET', path, accept: `${AGGREGATED},application/json` },
        signal,
      );
      return body.kind === 'APIGroupDiscoveryList' ? aggregated(body.items ?? []) : plain(client, path, body, signal);
    }),
  );
  return toDiscovery(
    [...core!.resources, ...named!.resources],
    [...core!.unavailableGroups, ...named!.unavailableGroups],
  );
}

function aggregated(groups: readonly AggregatedGroup[]): Found {
  const stale = groups.filter(({ versions }) => versions?.some(({ freshness }) => freshness === 'Stale'));
  const resources = groups.flatMap(({ metadata, versions = [] }) =>
    versions.flatMap(({ version, resources: served = [] }) =>
      served.map(({ resource, responseKind, scope, verbs = [], subresources = [] }) => ({
        group: metadata?.name ?? '',
        version,
        kind: responseKind?.kind ?? '',
        resource,
        namespaced: scope === 'Namespaced',
        verbs,
        ...(subresources.some(({ subresource }) => subresource === 'status') ? { hasStatus: true } : {}),
      })),
    ),
  );
  return { resources, unavailableGroups: stale.map(({ metadata }) => metadata?.name ?? '') };
}

async function plain(
  client: KubeClient,
  path: string,
  answer: GroupsAnswer,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const versions =
    path === '/api'
      ? (answer.versions ?? []).map((version) => ({ group: '', version }))
      : (answer.groups ?? []).flatMap(({ name, versions: served, preferredVersion }) =>
          [...served]
            .sort(
              (one, other) =>
                Number(other.version === preferredVersion?.version) - Number(one.version === preferredVersion?.version),
            )
            .map(({ version }) => ({ group: name, version })),
        );
  const found = await Promise.all(
    versions.map(({ group, version }) => resourcesOf(client, path, group, version, signal)),
  );
  return {
    resources: found.flatMap(({ resources }) => resources),
    unavailableGroups: [...new Set(found.flatMap(({ unavailableGroups }) => unavailableGroups))],
  };
}

async function resourcesOf(
  client: KubeClient,
  path: string,
  group: string,
  version: string,
  signal: AbortSignal | undefined,
): Promise<Found> {
  try {
    // Not repeated: a group whose server is down would cost the whole patience each time.
    const request = {
      method: 'GET',
      path: `${path}${group ? `/${group}` : ''}/${version}`,
      idempotent: false,
    } as const;
    const { body } = await client.request<PlainResources>(request, signal);
    const names = new Set((body.resources ?? []).map(({ name }) => name));
    const resources = (body.resources ?? [])
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced, verbs = [] }) => ({
        group,
        version,
        kind,
        resource: name,
        namespaced,
        verbs,
        ...(names.has(`${name}/status`) ? { hasStatus: true } : {}),
      }));
    return { resources, unavailableGroups: [] };
  } catch (error) {
    const isDown =
      GitopsError.is(error) && (error.code === 'CLUSTER_SERVER_ERROR' || error.code === 'CLUSTER_NOT_FOUND');
    if (!isDown) throw error;
    return { resources: [], unavailableGroups: [group] };
  }
}

function toDiscovery(resources: readonly ApiResource[], unavailableGroups: readonly string[]): Discovery {
  const exact = new Map<string, ApiResource>();
  const preferred = new Map<string, ApiResource>();
  for (const resource of resources) {
    const { group, version, kind } = resource;
    const apiVersion = group ? `${group}/${version}` : version;
    if (!exact.has(`${apiVersion} ${kind}`)) exact.set(`${apiVersion} ${kind}`, resource);
    if (!preferred.has(`${group} ${kind}`)) preferred.set(`${group} ${kind}`, resource);
  }
  return {
    find: (apiVersion, kind) => exact.get(`${apiVersion} ${kind}`),
    preferred: (group, kind) => preferred.get(`${group} ${kind}`),
    kinds: [...preferred.values()],
    unavailableGroups: [...unavailableGroups].sort(),
  };
}
