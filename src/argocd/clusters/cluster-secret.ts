import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';
import { ANNOTATION, LABEL } from '../labels.js';
import { regionOfEksHost } from './region-of-eks-host.js';

/** Argo CD's address of the cluster in which it runs. */
export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';

/**
 * How to reach a Cluster. `eks`: with an IAM identity; `kubeconfig`: with a context on the machine that
 * syncs; `in-cluster`: it is the cluster in which Argo CD runs.
 */
export type ClusterType = 'eks' | 'kubeconfig' | 'in-cluster';

/**
 * The facts of one Cluster in its committed Argo CD cluster Secret. They hold no secret: a CA certificate is
 * public.
 */
export interface ClusterSecret {
  /** Name by which Argo Applications call the cluster. */
  readonly name: string;
  /** URL of the API server. Absent only for `kubeconfig`, where the context has it. */
  readonly server?: string;
  readonly type: ClusterType;
  /** kubeconfig context, for `kubeconfig`. */
  readonly context?: string;
  /** ARN of the EKS cluster. */
  readonly arn?: string;
  readonly region?: string;
  /** Name of the cluster in EKS, which may differ from `name`. */
  readonly eksName?: string;
  /** The IAM role to assume before the token is made. */
  readonly roleArn?: string;
  /** The cluster's CA certificate: PEM, in base64. */
  readonly caData?: string;
  /**
   * The AppProject of the cluster. Its Argo Applications may use the cluster without a destination for it.
   * With `permitOnlyProjectScopedClusters` they may use no other cluster.
   */
  readonly project?: string;
  /** The only namespaces that Argo CD manages there. Default: all. */
  readonly namespaces?: readonly string[];
  /** Whether Argo CD also manages cluster-scoped objects, where `namespaces` limits it. Default: false. */
  readonly clusterResources?: boolean;
  /** The shard of Argo CD's controllers that manages the cluster. Default: Argo CD chooses. */
  readonly shard?: number;
  /** The command of its `execProviderConfig`. It is reported, and never run. */
  readonly execCommand?: string;
  /** The user's labels, without those that Argo CD and this package add. */
  readonly labels: Readonly<Record<string, string>>;
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const EKS_ARN = /^arn:(aws[a-z-]*):eks:([a-z0-9-]+):(\d{12}):cluster\/([0-9A-Za-z][0-9A-Za-z_-]{0,99})$/;

/** The parts of an EKS cluster's ARN; undefined for any other text. */
export function parseEksArn(
  arn: string,
):
  | { readonly partition: string; readonly region: string; readonly account: string; readonly name: string }
  | undefined {
  const match = EKS_ARN.exec(arn);
  return match ? { partition: match[1]!, region: match[2]!, account: match[3]!, name: match[4]! } : undefined;
}

/** Parts of a cluster Secret in addition to the facts. */
export interface ClusterSecretExtras {
  /** Id of the Cluster. Default: the name by which Argo Applications call it. */
  readonly id?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The whole of `config`. Default: it is made from the facts. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * The Argo CD cluster Secret of a Cluster. Without a server it has no `secret-type` label, so that Argo CD
 * ignores it; `sync` reads it.
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
 * The Cluster of an Argo CD cluster Secret, ours or foreign; undefined for another object. Commands and
 * credentials in a foreign Secret are not used: access comes from the operator, never from Git.
 *
 * @throws GitopsError ARGOCD_INVALID_CLUSTER when it is a cluster Secret that cannot be read
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

/** The `config` of a cluster Secret, made from the facts. It holds no secret. */
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
    // The message of JSON.parse quotes the text, which may hold a secret.
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
    hint: 'Run `gitops synth` to write it again, or correct it by hand if you wrote it.',
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
