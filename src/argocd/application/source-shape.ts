import { anything, boolean, integer, list, object, openObject, record, text, texts } from '../../manifest/shape.js';
import { KUSTOMIZE_FIELDS } from './kustomize-fields.js';

const jsonnetVariable = openObject({ name: text, value: text, code: boolean }, ['name', 'value']);

/**
 * The fields of `spec.source` of an Argo Application, and of each of `spec.sources`, with the types of the
 * known fields. Unknown fields pass, because a newer Argo CD may have them.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/manifests/crds/application-crd.yaml
 */
const FIELDS = {
  repoURL: text,
  path: text,
  targetRevision: text,
  chart: text,
  ref: text,
  name: text,
  helm: openObject({
    releaseName: text,
    valueFiles: list(text),
    values: text,
    valuesObject: record,
    parameters: list(openObject({ name: text, value: text, forceString: boolean })),
    fileParameters: list(openObject({ name: text, path: text })),
    ignoreMissingValueFiles: boolean,
    passCredentials: boolean,
    skipCrds: boolean,
    skipSchemaValidation: boolean,
    skipTests: boolean,
    version: text,
    namespace: text,
    kubeVersion: text,
    apiVersions: list(text),
  }),
  kustomize: openObject({
    ...KUSTOMIZE_FIELDS,
    namespace: text,
    replicas: list(openObject({ name: text, count: anything }, ['name', 'count'])),
    patches: list(
      openObject({
        patch: text,
        path: text,
        target: openObject({
          group: text,
          version: text,
          kind: text,
          name: text,
          namespace: text,
          labelSelector: text,
          annotationSelector: text,
        }),
        options: record,
      }),
    ),
    version: text,
  }),
  directory: openObject({
    recurse: boolean,
    disableExtensionFilter: boolean,
    include: text,
    exclude: text,
    jsonnet: openObject({ extVars: list(jsonnetVariable), tlas: list(jsonnetVariable), libs: list(text) }),
  }),
  plugin: openObject({
    name: text,
    env: list(openObject({ name: text, value: text }, ['name', 'value'])),
    parameters: list(record),
  }),
};

/** `spec.source` of an Argo Application, and each of `spec.sources`. */
export const SOURCE_SHAPE = openObject(FIELDS, ['repoURL']);

/**
 * A source in the template of an ApplicationSet. It may lack repoURL, because a template patch may add it.
 */
export const TEMPLATE_SOURCE_SHAPE = openObject(FIELDS);

/** `spec.destination`. */
export const DESTINATION_SHAPE = object({ server: text, name: text, namespace: text });

/** `spec.syncPolicy`. */
export const SYNC_POLICY_SHAPE = openObject({
  automated: openObject({ prune: boolean, selfHeal: boolean, allowEmpty: boolean, enabled: boolean }),
  syncOptions: list(text),
  retry: openObject({
    limit: integer,
    refresh: boolean,
    backoff: openObject({ duration: text, factor: integer, maxDuration: text }),
  }),
  managedNamespaceMetadata: openObject({ labels: texts, annotations: texts }),
});
