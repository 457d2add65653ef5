import { boolean, integer, list, openObject, text } from '../../manifest/shape.js';

const kinds = list(openObject({ group: text, kind: text }, ['group', 'kind']));

/**
 * `spec` of an AppProject, with the types of the known fields. Unknown fields pass, because a newer Argo CD
 * may have them.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/manifests/crds/appproject-crd.yaml
 */
export const APP_PROJECT_SHAPE = openObject({
  description: text,
  sourceRepos: list(text),
  sourceNamespaces: list(text),
  destinations: list(openObject({ name: text, namespace: text, server: text })),
  destinationServiceAccounts: list(
    openObject({ server: text, namespace: text, defaultServiceAccount: text }, ['server', 'defaultServiceAccount']),
  ),
  clusterResourceWhitelist: kinds,
  clusterResourceBlacklist: kinds,
  namespaceResourceWhitelist: kinds,
  namespaceResourceBlacklist: kinds,
  orphanedResources: openObject({ warn: boolean, ignore: list(openObject({ group: text, kind: text, name: text })) }),
  permitOnlyProjectScopedClusters: boolean,
  roles: list(
    openObject(
      {
        name: text,
        description: text,
        policies: list(text),
        groups: list(text),
        jwtTokens: list(openObject({ iat: integer, exp: integer, id: text }, ['iat'])),
      },
      ['name'],
    ),
  ),
  signatureKeys: list(openObject({ keyID: text }, ['keyID'])),
  syncWindows: list(
    openObject({
      kind: text,
      schedule: text,
      duration: text,
      timeZone: text,
      description: text,
      applications: list(text),
      namespaces: list(text),
      clusters: list(text),
      manualSync: boolean,
      andOperator: boolean,
    }),
  ),
});
