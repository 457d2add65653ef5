import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { secretTexts } from './cluster-secret.js';

/** This annotation holds the whole Secret. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const PUBLIC = ['name', 'server', 'project', 'namespaces', 'clusterResources'];

/**
 * A cluster Secret without its secrets. The result says which cluster it is and what Argo CD may do there; it
 * has the labels and annotations, the CA and the AWS identity.
 */
export function publicClusterSecret(secret: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = secret.metadata;
  const { [LAST_APPLIED]: _, ...kept } = annotations ?? {};
  const texts = secretTexts(secret);
  const config = publicConfig(texts['config']);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
    },
    stringData: {
      ...Object.fromEntries(PUBLIC.flatMap((key) => (texts[key] === undefined ? [] : [[key, texts[key]]]))),
      ...(config === undefined ? {} : { config: JSON.stringify(config) }),
    },
  };
}

/** Undefined for a config that cannot be read. Connecting to the cluster reports that. */
function publicConfig(text: string | undefined): unknown {
  try {
    const config: unknown = JSON.parse(text ?? '');
    if (!isRecord(config)) return undefined;
    const { awsAuthConfig, tlsClientConfig, execProviderConfig } = config;
    return {
      ...(isRecord(awsAuthConfig) ? { awsAuthConfig: pick(awsAuthConfig, ['clusterName', 'roleARN']) } : {}),
      ...(isRecord(tlsClientConfig)
        ? { tlsClientConfig: pick(tlsClientConfig, ['insecure', 'serverName', 'caData']) }
        : {}),
      ...(isRecord(execProviderConfig) ? { execProviderConfig: pick(execProviderConfig, ['command']) } : {}),
    };
  } catch {
    return undefined;
  }
}

function pick(record: Readonly<Record<string, unknown>>, keys: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keys.flatMap((key) => (record[key] === undefined ? [] : [[key, record[key]]])));
}
