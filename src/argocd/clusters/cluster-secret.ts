import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';
import { ANNOTATION, LABEL } from '../labels.js';
import { regionOfEksHost } from './region-of-eks-host.js';

/** Argo CD's name and address of the cluster it runs in. */
export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';

/**
 * How a Cluster is meant to be reached. `eks`: an IAM identity; `kubeconfig`: a context on the machine that
 * syncs; `in-cluster`: where Argo CD runs.
 */
export type ClusterType = 'eks' | 'kubeconfig' | 'in-cluster';

/**
 * The facts of one Cluster, as they stand in its committed Argo CD cluster Secret. No secret material: a CA
 * certificate is public.
 */
export interface ClusterSecret {
  /** Name by which Argo Applications call the cluster. */
  readonly name: string;
  /** URL of the API server. Absent only for `kubeconfig`: then the context says it. */
  readonly server?: string;
  readonly type: ClusterType;
  /** kubeconfig context, for `kubeconfig`. */
  readonly context?: string;
  /** ARN of the EKS cluster. */
  readonly arn?: string;
  readonly region?: string;
  /** Name of the cluster in EKS, which may differ from `name`. */
  readonly eksName?: string;
  /** IAM role to assume before the token is made. */
  readonly roleArn?: string;
  /** The cluster's CA certificate, PEM in base64. */
  readonly caData?: string;
  /**
   * The AppProject that it belongs to: its Argo Applications may use it without naming it, and with
   * `permitOnlyProjectScopedClusters` no other.
   */
  readonly project?: string;
  /** The only namespaces that Argo CD manages there. Default: all. */
  readonly namespaces?: readonly string[];
  /** Whether it manages cluster-scoped objects there too, where `namespaces` limits it. Default: false. */
  readonly clusterResources?: boolean;
  /** The shard of Argo CD's controllers that looks after it. Default: Argo CD distributes. */
  readonly shard?: number;
  /** The command that its `execProviderConfig` names: told, and never run. */
  readonly execCommand?: string;
  /** The user's labels, without those Argo CD and this package add. */
  readonly labels: Readonly<Record<string, string>>;
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const EKS_ARN = /^arn:(aws[a-z-]*):eks:([a-z0-9-]+):(\d{12}):cluster\/([0-9A-Za-z][0-9A-Za-z_-]{0,99})$/;

/** The parts of an EKS cluster's ARN; undefined when it is none. */
export function parseEksArn(
  arn: string,
):
  | { readonly partition: string; readonly region: string; readonly account: string; readonly name: string }
  | undefined {
  const match = EKS_ARN.exec(arn);
  return match ? { partition: match[1]!, region: match[2]!, account: match[3]!, name: match[4]! } : undefined;
}

/** What a cluster Secret has beside the facts. */
export interface ClusterSecretExtras {
  /** Id of the Cluster. Default: the name by which Argo Applications call it. */
  readonly id?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The whole of `config`. Default: what the facts make of it. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * The Argo CD cluster Secret of a Cluster. Argo CD ignores a Secret without a server (no `secret-type`
 * label); `sync` reads both.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export function toClusterSecretManifest(
  secret: ClusterSecret,
  namespace: string,
  { id = secret.name, annotations: more = {}, config = clusterConfigOf(secret) }: ClusterSecretExtras = {},
): KubeObject {
  const annotations: Record<string, string> = { ...more, [ANNOTATION.clusterType]: secret.type };
  if (secret.context) annotations[ANNOTATION.context] = secret.context;
  if (secret.arn) annotations[ANNOTATION.arn] = secret.arn;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `cluster-${id}`,
      namespace,
      labels: sortedByKey({
        ...secret.labels,
        ...(secret.server ? { [SECRET_TYPE]: 'cluster' } : {}),
        [LABEL.cluster]: id,
      }),
      annotations: sortedByKey(annotations),
    },
    type: 'Opaque',
    stringData: {
      ...(secret.clusterResources === undefined ? {} : { clusterResources: String(secret.clusterResources) }),
      ...(secret.server ? { config: JSON.stringify(config) } : {}),
      name: secret.name,
      ...(secret.namespaces === undefined ? {} : { namespaces: secret.namespaces.join(',') }),
      ...(secret.project === undefined ? {} : { project: secret.project }),
      ...(secret.server ? { server: secret.server } : {}),
      ...(secret.shard === undefined ? {} : { shard: String(secret.shard) }),
    },
  };
}

/**
 * The Cluster a Secret describes, ours or anybody's Argo CD cluster Secret; undefined when the object is not
 * one. Commands and credentials in a foreign Secret are not read: access comes from the operator, never from
 * Git.
 *
 * @throws GitopsError ARGOCD_INVALID_CLUSTER when it is a cluster Secret that cannot be understood
 */
export function parseClusterSecret(object: KubeObject): ClusterSecret | undefined {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return undefined;
  const labels = object.metadata.labels ?? {};
  const annotations = object.metadata.annotations ?? {};
  if (labels[SECRET_TYPE] !== 'cluster' && annotations[ANNOTATION.clusterType] === undefined) return undefined;
  const data = secretTexts(object);
  const config = parseConfig(data['config'], object.metadata.name);
  const aws = isRecord(config['awsAuthConfig']) ? config['awsAuthConfig'] : {};
  const tls = isRecord(config['tlsClientConfig']) ? config['tlsClientConfig'] : {};
  const exec = isRecord(config['execProviderConfig']) ? config['execProviderConfig'] : {};
  const arn = annotations[ANNOTATION.arn];
  const parsedArn = arn === undefined ? undefined : parseEksArn(arn);
  const server = data['server'];
  return defined({
    name: data['name'] ?? labels[LABEL.cluster] ?? object.metadata.name,
    server,
    type: typeOf(annotations[ANNOTATION.clusterType], server, aws, object.metadata.name),
    context: annotations[ANNOTATION.context],
    arn,
    region: parsedArn?.region ?? regionOf(server),
    eksName: text(aws['clusterName']) ?? parsedArn?.name,
    roleArn: text(aws['roleARN']),
    caData: text(tls['caData']),
    project: text(data['project']),
    namespaces: text(data['namespaces'])
      ?.split(',')
      .map((namespace) => namespace.trim())
      .filter((namespace) => namespace !== ''),
    clusterResources: data['clusterResources'] === 'true' ? true : undefined,
    shard: /^\d{1,9}$/.test(data['shard'] ?? '') ? Number(data['shard']) : undefined,
    execCommand: text(exec['command']),
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => key !== SECRET_TYPE && key !== LABEL.cluster)),
  });
}

/** The `config` of a cluster Secret that the facts make, without anything secret. */
export function clusterConfigOf(secret: ClusterSecret): Readonly<Record<string, unknown>> {
  const tlsClientConfig = { insecure: false, ...(secret.caData ? { caData: secret.caData } : {}) };
  if (secret.type !== 'eks') return { tlsClientConfig };
  return {
    awsAuthConfig: { clusterName: secret.eksName, ...(secret.roleArn ? { roleARN: secret.roleArn } : {}) },
    tlsClientConfig,
  };
}

/** The data of a Secret as texts; `stringData` wins, as in the API server. */
export function secretTexts(object: KubeObject): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(isRecord(object['data']) ? object['data'] : {})) {
    if (typeof value === 'string') result[key] = Buffer.from(value, 'base64').toString('utf8');
  }
  for (const [key, value] of Object.entries(isRecord(object['stringData']) ? object['stringData'] : {})) {
    if (typeof value === 'string') result[key] = value;
  }
  return result;
}

function parseConfig(config: string | undefined, name: string): Readonly<Record<string, unknown>> {
  if (config === undefined || config.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(config);
    if (isRecord(parsed)) return parsed;
  } catch {
    // What JSON.parse complains of quotes the text, which may hold a secret.
    throw invalidError(name, 'its config is not JSON');
  }
  throw invalidError(name, 'its config is not a JSON object');
}

function typeOf(
  annotation: string | undefined,
  server: string | undefined,
  aws: Readonly<Record<string, unknown>>,
  name: string,
): ClusterType {
  if (annotation === 'eks' || annotation === 'kubeconfig' || annotation === 'in-cluster') return annotation;
  if (annotation !== undefined) throw invalidError(name, `'${annotation}' is not a cluster type`);
  if (typeof aws['clusterName'] === 'string') return 'eks';
  return server === IN_CLUSTER_SERVER ? 'in-cluster' : 'kubeconfig';
}

function regionOf(server: string | undefined): string | undefined {
  return server !== undefined && URL.canParse(server) ? regionOfEksHost(new URL(server).hostname) : undefined;
}

function invalidError(name: string, reason: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_CLUSTER', `cluster Secret '${name}' cannot be understood: ${reason}`, {
    object: `Secret ${name}`,
    hint: 'Run `gitops synth` to write it again, or mend it by hand if it is yours.',
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
