import { boolean, list, object, openObject, text, texts } from '../../manifest/shape.js';

/** The fields of a cluster Secret: those of Kubernetes, and the texts that Argo CD reads. */
export const CLUSTER_SECRET_SHAPE = object({
  metadata: openObject({ labels: texts, annotations: texts, finalizers: list(text) }),
  stringData: object({
    name: text,
    server: text,
    config: text,
    project: text,
    namespaces: text,
    clusterResources: text,
    shard: text,
  }),
  type: text,
  immutable: boolean,
});

/**
 * The `config` of a cluster Secret, which is JSON.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export const CLUSTER_CONFIG_SHAPE = object({
  username: text,
  password: text,
  bearerToken: text,
  tlsClientConfig: object({ insecure: boolean, serverName: text, caData: text, certData: text, keyData: text }),
  awsAuthConfig: object({ clusterName: text, roleARN: text, profile: text }),
  execProviderConfig: object({ command: text, args: list(text), env: texts, apiVersion: text, installHint: text }),
  disableCompression: boolean,
  proxyUrl: text,
});
