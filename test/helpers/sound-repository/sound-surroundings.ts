/** What an Argo Application refers to: its AppProject, cluster and a repository. */
export function soundSurroundings(id: string): Readonly<Record<string, readonly unknown[]>> {
  return {
    'argo/project.yaml': [project(id)],
    'argo/secrets.yaml': [cluster(id), repository(id)],
  };
}
/** It is in the `stringData` of the Secrets. */
export const SENTINEL = 'sentinel-4711';

function project(id: string): unknown {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: `shop-${id}`, namespace: 'argocd', labels: { a: 'b' } },
    spec: {
      description: 'd',
      sourceRepos: ['*'],
      sourceNamespaces: ['argocd'],
      destinations: [{ server: '*', name: '*', namespace: '*' }],
      destinationServiceAccounts: [{ server: '*', namespace: '*', defaultServiceAccount: 'a' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      clusterResourceBlacklist: [{ group: 'a', kind: 'b' }],
      namespaceResourceWhitelist: [{ group: '*', kind: '*' }],
      namespaceResourceBlacklist: [{ group: 'a', kind: 'b' }],
      orphanedResources: { warn: true, ignore: [{ group: 'a', kind: 'b', name: 'c' }] },
      roles: [
        {
          name: 'r',
          description: 'd',
          policies: [`p, proj:shop-${id}:r, applications, get, shop-${id}/*, allow`],
          groups: ['g'],
          jwtTokens: [{ iat: 1, exp: 2, id: 'a' }],
        },
      ],
      syncWindows: [
        {
          kind: 'deny',
          schedule: '0 0 1 1 *',
          duration: '1h',
          applications: ['x'],
          namespaces: ['y'],
          clusters: ['z'],
          manualSync: true,
          timeZone: 'UTC',
          andOperator: true,
          description: 'w',
        },
      ],
      signatureKeys: [{ keyID: 'ABCDEF0123456789' }],
      permitOnlyProjectScopedClusters: false,
    },
  };
}

function cluster(id: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `eu-${id}`,
      namespace: 'argocd',
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', region: id },
      annotations: { a: 'b' },
    },
    type: 'Opaque',
    stringData: {
      name: `eu-${id}`,
      server: `https://${id}.example.com`,
      project: `shop-${id}`,
      namespaces: 'shop',
      clusterResources: 'true',
      shard: '1',
      config: `{"bearerToken":"${SENTINEL}","tlsClientConfig":{"insecure":false}}`,
    },
  };
}

function repository(id: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `repository-${id}`, labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
    stringData: {
      url: `https://charts-${id}.example.com`,
      name: 'c',
      type: 'helm',
      enableOCI: 'false',
      password: SENTINEL,
    },
    data: { project: Buffer.from(`shop-${id}`).toString('base64') },
  };
}
