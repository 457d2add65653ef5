import type { Construct } from 'constructs';
import { CLUSTER_CONFIG_SHAPE, CLUSTER_SECRET_SHAPE } from '../argocd/clusters/cluster-secret-shape.js';
import { ANNOTATION, LABEL } from '../argocd/labels.js';
import { hasPassword } from '../host/address.js';
import { isRecord } from '../manifest/kube-object.js';
import type { CallSite } from './call-site.js';
import { checkFields } from './check-fields.js';
import type { ClusterProps } from './cluster-props.js';
import { annotationProblems, labelProblems } from './metadata-problems.js';
import { refuseLabelName } from './name-rules.js';
import { report } from './problem.js';

/** A cluster Secret that synth writes: its settings, in addition to the facts of the cluster. */
export interface WrittenSecret {
  readonly annotations: Readonly<Record<string, string>>;
  /** Fields of `config`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Fields of the Secret itself. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const OWN: readonly string[] = [LABEL.cluster, ANNOTATION.clusterType, ANNOTATION.context, ANNOTATION.arn];
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
/** Fields that hold secrets: by their place in `config`. */
const SECRETS: readonly (readonly string[])[] = [['password'], ['bearerToken'], ['tlsClientConfig', 'keyData']];

/** Notes what is wrong with the props of any Cluster. Undefined where somebody else makes the Secret. */
export function checkClusterProps(
  cluster: Construct,
  site: CallSite,
  {
    labels = {},
    annotations = {},
    project,
    namespaces,
    clusterResources,
    shard,
    destinationName,
    secret = {},
  }: ClusterProps,
): WrittenSecret | undefined {
  const { path } = cluster.node;
  const refuse = (message: string, hint: string) =>
    report(cluster, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  for (const { message, hint } of [...labelProblems(labels, refuseOwn), ...annotationProblems(annotations, refuseOwn)])
    refuse(message, hint);
  const name = typeof project === 'object' ? project.id : project;
  const named = name === undefined ? undefined : refuseLabelName(name);
  if (named) refuse(`project '${String(name)}' ${named}`, 'Give the name of an AppProject.');
  if (namespaces !== undefined && (!Array.isArray(namespaces) || namespaces.length === 0))
    refuse('namespaces is not a list of namespaces', 'Give at least one, or leave it out for all of them.');
  for (const namespace of Array.isArray(namespaces) ? namespaces : []) {
    const refusal = refuseLabelName(namespace);
    if (refusal) refuse(`namespace '${String(namespace)}' ${refusal}`, 'Give the name of a namespace.');
  }
  if (clusterResources !== undefined && typeof clusterResources !== 'boolean')
    refuse(`clusterResources '${String(clusterResources)}' is neither true nor false`, 'Give true or false.');
  if (shard !== undefined && !(Number.isSafeInteger(shard) && shard >= 0))
    refuse(`shard '${String(shard)}' is not a shard`, 'Give a whole number from 0 on.');
  if (destinationName !== undefined && (typeof destinationName !== 'string' || destinationName.trim() === ''))
    refuse(`destinationName '${String(destinationName)}' is empty`, "Give 'name' of the cluster Secret.");
  if (secret === 'external') return undefined;
  if (!isRecord(secret)) {
    refuse(`secret '${String(secret)}' is unknown`, "Give 'external', or fields of the Secret.");
    return { annotations, config: {}, fields: {} };
  }
  const { config = {}, ...fields } = secret;
  const place = { reader: 'Argo CD 3.2', site, path };
  const written = {
    annotations,
    config: checkFields(cluster, config, { ...place, prop: 'secret.config', shape: CLUSTER_CONFIG_SHAPE }),
    fields: checkFields(cluster, fields, { ...place, prop: 'secret', shape: CLUSTER_SECRET_SHAPE }),
  };
  const { proxyUrl } = written.config;
  const inProxy = typeof proxyUrl === 'string' && hasPassword(proxyUrl) ? [['proxyUrl']] : [];
  for (const parts of [...SECRETS.filter((one) => isGiven(written.config, one)), ...inProxy])
    refuse(
      `secret.config.${parts.join('.')} holds a secret, which would be in Git`,
      "Leave it out. A Secret with credentials is made elsewhere: secret: 'external'.",
    );
  return written;
}

function refuseOwn(key: string): string | undefined {
  return OWN.includes(key) || key === SECRET_TYPE ? 'is written by synth' : undefined;
}

function isGiven(value: unknown, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return value !== undefined;
  return isRecord(value) && isGiven(value[first], rest);
}
