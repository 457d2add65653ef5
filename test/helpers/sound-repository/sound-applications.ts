/** Argo CD's resources that are one for an Argo Application: names, folders and clusters have the id in them. */
type SoundResource = (id: string) => unknown;

const repoURL = 'https://git.example.com/a.git';
function application(id: string, spec: object, metadata: object = {}): unknown {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: id, namespace: 'argocd', ...metadata },
    spec: { project: `shop-${id}`, destination: { name: `eu-${id}`, namespace: 'shop' }, ...spec },
  };
}
/** Each with nearly every field that there is. */
export const SOUND_APPLICATIONS = {
  directory: (id) =>
    application(
      id,
      {
        source: {
          repoURL,
          path: `${id}/plain`,
          targetRevision: 'HEAD',
          directory: { recurse: true, include: '*.yaml', exclude: 'x' },
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: true, allowEmpty: false, enabled: true },
          syncOptions: ['CreateNamespace=true'],
          retry: { limit: 2, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } },
          managedNamespaceMetadata: { labels: { a: 'b' }, annotations: { a: 'b' } },
        },
        ignoreDifferences: [
          {
            group: 'apps',
            kind: 'Deployment',
            name: 'a',
            namespace: 'b',
            jsonPointers: ['/spec/replicas'],
            jqPathExpressions: ['.a'],
            managedFieldsManagers: ['m'],
          },
        ],
        info: [{ name: 'a', value: 'b' }],
        revisionHistoryLimit: 3,
      },
      {
        labels: { a: 'b' },
        annotations: {
          'argocd.argoproj.io/sync-wave': '1',
          'argocd.argoproj.io/manifest-generate-paths': '.',
        },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
    ),
  jsonnet: (id) =>
    application(id, {
      source: {
        repoURL,
        path: `${id}/jsonnet`,
        directory: {
          jsonnet: {
            extVars: [{ name: 'a', value: 'b', code: false }],
            tlas: [{ name: 'a', value: '1', code: true }],
            libs: [`${id}/lib`],
          },
        },
      },
    }),
  kustomize: (id) =>
    application(id, {
      source: {
        repoURL,
        path: `${id}/overlay`,
        kustomize: {
          namePrefix: 'a-',
          nameSuffix: '-b',
          namespace: 'c',
          commonLabels: { a: 'b' },
          commonAnnotations: { a: 'b' },
          forceCommonLabels: true,
          labelWithoutSelector: true,
          images: ['registry.example.com/c=registry.example.com/b:2'],
          replicas: [{ name: 'web', count: 2 }],
          components: ['../component'],
          patches: [
            {
              target: { kind: 'ConfigMap', name: 'a' },
              patch: '[{"op":"add","path":"/data/x","value":"y"}]',
              options: { allowNameChange: true },
            },
          ],
          ignoreMissingComponents: true,
          apiVersions: ['v1'],
          kubeVersion: '1.30',
        },
      },
    }),
  patches: (id) => application(id, { source: { repoURL, path: `${id}/overlay` } }),
  helm: (id) =>
    application(id, {
      sources: [
        { repoURL, ref: 'values', targetRevision: 'HEAD' },
        {
          repoURL,
          path: `${id}/chart`,
          helm: {
            releaseName: 'r',
            valueFiles: ['values.yaml', `$values/${id}/more/values.yaml`],
            values: 'a: b',
            valuesObject: { b: { c: [1] } },
            parameters: [{ name: 'd', value: 'e', forceString: true }],
            fileParameters: [{ name: 'f', path: 'files/f.txt' }],
            passCredentials: false,
            skipCrds: false,
            skipTests: true,
            skipSchemaValidation: true,
            ignoreMissingValueFiles: true,
            version: 'v3',
            namespace: 'n',
            kubeVersion: '1.30.0',
            apiVersions: ['a/v1'],
          },
        },
      ],
    }),
} satisfies Readonly<Record<string, SoundResource>>;

/** It makes Argo Applications by every generator that needs no other service. */
export function soundApplicationSet(id: string): unknown {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: id, namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          list: {
            elements: [{ a: 'x', n: 1 }],
            template: {
              metadata: { annotations: { t: 'u' } },
              spec: { project: `shop-${id}`, destination: { name: `eu-${id}`, namespace: 'x' } },
            },
          },
          selector: { matchLabels: { a: 'x' } },
        },
        {
          clusters: {
            selector: {
              matchLabels: { region: id },
              matchExpressions: [{ key: 'region', operator: 'In', values: [id] }],
            },
            values: { a: 'y' },
            template: named(id, '{{ .values.a }}'),
          },
        },
        {
          git: {
            repoURL,
            revision: 'HEAD',
            directories: [{ path: `${id}/pl*` }, { path: 'x', exclude: true }],
            pathParamPrefix: 'p',
            values: { a: 'z' },
            template: named(id, '{{ .values.a }}'),
          },
        },
        {
          git: {
            repoURL,
            revision: 'HEAD',
            files: [{ path: `${id}/more/*.yaml` }],
            template: named(id, '{{ .d.e }}'),
          },
        },
        {
          matrix: {
            generators: [{ list: { elements: [{ a: 'm' }] } }, { list: { elements: [{ b: 'n' }] } }],
          },
        },
        {
          merge: {
            mergeKeys: ['a'],
            generators: [{ list: { elements: [{ a: 'p', c: 'd' }] } }, { list: { elements: [{ a: 'p', e: 'f' }] } }],
          },
        },
      ],
      template: {
        metadata: { name: `${id}-{{ .a }}`, labels: { a: 'b' }, annotations: { a: 'b' } },
        spec: {
          project: `shop-${id}`,
          source: { repoURL, path: `${id}/plain` },
          destination: { name: `eu-${id}`, namespace: '{{ .a }}' },
        },
      },
      templatePatch: 'metadata:\n  labels:\n    b: c\n',
      syncPolicy: { preserveResourcesOnDeletion: true, applicationsSync: 'sync' },
      strategy: {
        type: 'RollingSync',
        rollingSync: {
          steps: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }], maxUpdate: '10%' }],
        },
      },
      ignoreApplicationDifferences: [{ name: 'x', jsonPointers: ['/spec'], jqPathExpressions: ['.a'] }],
      preservedFields: { annotations: ['a'], labels: ['b'] },
    },
  };
}

/** A generator's own template: what it holds is in place of that of the ApplicationSet. */
function named(id: string, name: string): object {
  const destination = { name: `eu-${id}`, namespace: name };
  return { metadata: { name: `${id}-${name}` }, spec: { project: `shop-${id}`, destination } };
}
