import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { regionOfEksHost } from '../../argocd/clusters/region-of-eks-host.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { AccessFile } from '../access/access-file.js';
import type { KubeClient } from '../transport/client.js';
import type { Endpoint } from '../transport/endpoint.js';

/** What makes a cluster that cluster, however it is reached. */
export interface ClusterIdentity {
  /** UID of its `kube-system` namespace, which lives as long as the cluster. */
  readonly uid: string;
}

/** One Cluster of a run: who it says it is, and what the cluster remembers. */
export interface IdentifiedCluster {
  /** Name in the repository. */
  readonly name: string;
  readonly uid: string;
  /** The record in the cluster's inventory namespace; absent before the first sync. */
  readonly record?: ClusterRecord;
}

/** What the inventory namespace of a cluster remembers. */
export interface ClusterRecord {
  /** Names of the Clusters under which it was synced. */
  readonly names: readonly string[];
  /**
   * UID of `kube-system` when it was written: another one says that the record came with a backup of another
   * cluster.
   */
  readonly uid: string;
}

export interface IdentityRules {
  readonly accessFile?: AccessFile;
  /** `--allow-shared-cluster`: several Clusters may be one cluster. */
  readonly allowShared?: boolean;
}

/** The identity of the cluster behind a client; one request. */
export async function identify(client: KubeClient, signal?: AbortSignal): Promise<ClusterIdentity> {
  const { body } = await client.request<KubeObject>({ method: 'GET', path: '/api/v1/namespaces/kube-system' }, signal);
  return { uid: body.metadata.uid ?? '' };
}

/**
 * Everything that speaks against these being the clusters that are meant; empty when all is well. Pure.
 *
 * A pinned UID that differs, a cluster that was synced under another name, a record that belongs to another
 * cluster, two Clusters that are one.
 */
export function checkIdentities(
  clusters: readonly IdentifiedCluster[],
  rules: IdentityRules = {},
): readonly GitopsError[] {
  const mayShare = (one: string, other: string): boolean =>
    rules.allowShared === true || declares(rules.accessFile, one, other) || declares(rules.accessFile, other, one);
  return [...clusters.flatMap((cluster) => checkOne(cluster, rules, mayShare)), ...checkPairs(clusters, mayShare)];
}

/**
 * Compares where a Cluster is reached with the address and CA that the repository pins. Pure.
 *
 * A private way in (a tunnel, a bastion) has another address and is confirmed by UID; an EKS address that is
 * not the pinned one is another cluster.
 */
export function checkPins(secret: ClusterSecret, endpoint: Endpoint): readonly GitopsError[] {
  if (secret.type !== 'eks' || !secret.server?.startsWith('https://')) return [];
  const pinned = new URL(secret.server).host.toLowerCase();
  const found = new URL(endpoint.server).host.toLowerCase();
  if (pinned !== found)
    return regionOfEksHost(new URL(endpoint.server).hostname) !== undefined
      ? [
          wrongError(
            secret.name,
            `has the address '${pinned}' in the repository, but is reached at '${found}' by ${endpoint.via}`,
          ),
        ]
      : [];
  if (endpoint.insecure)
    return [
      wrongError(
        secret.name,
        `is reached by ${endpoint.via} without checking its certificate, so that its pinned CA means nothing`,
      ),
    ];
  const pinnedCa = secret.caData && Buffer.from(secret.caData, 'base64').toString('utf8');
  const foundCa = endpoint.certificateAuthority;
  return pinnedCa && foundCa && squeeze(pinnedCa) !== squeeze(foundCa)
    ? [wrongError(secret.name, `is reached by ${endpoint.via} with another CA than the repository pins`)]
    : [];
}

function checkOne(
  cluster: IdentifiedCluster,
  { accessFile }: IdentityRules,
  mayShare: (one: string, other: string) => boolean,
): GitopsError[] {
  const { name, uid, record } = cluster;
  const pinned = accessFile?.clusters[name]?.uid;
  if (pinned && pinned !== uid) return [wrongError(name, `has the UID '${uid}', but the access file pins '${pinned}'`)];
  if (!record) return [];
  if (record.uid !== uid) {
    return [
      wrongError(
        name,
        `has the UID '${uid}', but its record says '${record.uid}': the record was restored from another cluster`,
        RESTORED,
      ),
    ];
  }
  const others = record.names.filter((other) => other !== name);
  const isNew = !record.names.includes(name);
  const refused = isNew ? others.filter((other) => !mayShare(name, other)) : [];
  return refused.length > 0
    ? [wrongError(name, `is the cluster that was synced before as ${quoted(refused)}`, shareHint(name, refused[0]!))]
    : [];
}

function checkPairs(
  clusters: readonly IdentifiedCluster[],
  mayShare: (one: string, other: string) => boolean,
): GitopsError[] {
  return clusters.flatMap((one, index) =>
    clusters
      .slice(index + 1)
      .filter((other) => other.uid === one.uid && other.name !== one.name && !mayShare(one.name, other.name))
      .map((other) =>
        wrongError(
          one.name,
          `and cluster '${other.name}' are one and the same cluster (UID '${one.uid}')`,
          shareHint(one.name, other.name),
        ),
      ),
  );
}

const RESTORED =
  "Check where the credentials lead; if this cluster was restored from a backup on purpose, delete the ConfigMap 'gitops-cluster' in its inventory namespace.";

function declares(accessFile: AccessFile | undefined, one: string, other: string): boolean {
  return accessFile?.clusters[one]?.sharedWith?.includes(other) ?? false;
}

function shareHint(one: string, other: string): string {
  return `Check where the credentials of '${one}' lead. If one cluster is meant to be both, say so: --allow-shared-cluster, or 'sharedWith: [${other}]' in the access file.`;
}

function squeeze(certificate: string): string {
  return certificate.replace(/\s+/g, '');
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function wrongError(
  cluster: string,
  why: string,
  hint = 'Check where the credentials lead; if the cluster was recreated, correct its address and CA in the repository.',
): GitopsError {
  return new GitopsError('CLUSTER_WRONG_CLUSTER', `cluster '${cluster}' ${why}`, { hint });
}
