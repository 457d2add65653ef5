/** A folder that Argo CD renders: documents by file, and texts to which they refer. */
export interface SoundSource {
  readonly documents: Readonly<Record<string, readonly unknown[]>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** What the sources of the sound Argo Applications and of the ApplicationSet have. */
export const SOUND_SOURCES = {
  directory: {
    documents: {
      'plain/a.yaml': [
        configMap('a'),
        { apiVersion: 'v1', kind: 'List', metadata: {}, items: [configMap('b')] },
        { apiVersion: 'v1', kind: 'ConfigMapList', items: [configMap('c')] },
      ],
    },
  },
  jsonnet: {
    // JSON is Jsonnet.
    documents: { 'jsonnet/a.jsonnet': [configMap('a')] },
    texts: {
      'jsonnet/b.jsonnet':
        "local lib = import 'lib.libsonnet'; function(a=1) lib { metadata: { name: std.extVar('a') + a } }",
      'lib/lib.libsonnet': "{ apiVersion: 'v1', kind: 'ConfigMap' }",
    },
  },
  // Two folders that are built fast: kustomize's time grows with transformers × objects, and check builds again for
  // each patch and replacement.
  kustomize: {
    documents: {
      'overlay/kustomization.yaml': [overlay()],
      'overlay/web.yaml': [web()],
      'base/kustomization.yaml': [{ resources: ['a.yaml'] }],
      'base/a.yaml': [configMap('a')],
      'component/kustomization.yaml': [
        { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', commonAnnotations: { c: 'd' } },
      ],
    },
    texts: { 'overlay/crd.json': '{}' },
  },
  patches: {
    documents: {
      'overlay/kustomization.yaml': [patches()],
      'overlay/web.yaml': [web()],
      'overlay/patch.yaml': [deployment(podTemplate({ env: [{ name: 'A', value: 'b' }] }))],
    },
    texts: { 'overlay/file.txt': 'text', 'overlay/env': 'A=b' },
  },
  helm: {
    documents: {
      'chart/Chart.yaml': [chart()],
      'chart/Chart.lock': [
        {
          dependencies: [{ name: 'sub', repository: '', version: '1.0.0' }],
          digest: 'sha256:0',
          generated: '2026-01-01T00:00:00Z',
        },
      ],
      'chart/values.yaml': [{ a: 'c', b: { c: [2] }, sub: { enabled: true }, global: { g: 1 }, tags: { t: true } }],
      'chart/templates/a.yaml': [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: '{{ .Release.Name }}' },
          data: { all: '{{ .Values | toJson | b64enc }}', b: '{{ (index .Values.b.c 0) }}' },
        },
      ],
      'chart/charts/sub/Chart.yaml': [{ apiVersion: 'v2', name: 'sub', version: '1.0.0' }],
      'chart/charts/sub/values.yaml': [{ exports: { data: { a: 1 } }, a: { b: 2 } }],
      'chart/charts/sub/templates/a.yaml': [configMap('sub')],
      'more/values.yaml': [{ d: { e: 'f' } }],
    },
    texts: { 'chart/files/f.txt': 'text' },
  },
  set: {
    documents: { 'plain/a.yaml': [configMap('a')], 'more/values.yaml': [{ d: { e: 'f' } }] },
  },
} satisfies Readonly<Record<string, SoundSource>>;

function configMap(name: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { a: 'b' } }, data: { a: 'b' } };
}

function deployment(spec: object): object {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { a: 'b' } }, spec };
}

function podTemplate(container: object): object {
  return {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', ...container }] } },
  };
}

function web(): object {
  return deployment({ replicas: 1, ...podTemplate({ image: 'registry.example.com/a:1' }) });
}

function kustomization(directives: object): object {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...directives };
}

function overlay(): object {
  return kustomization({
    metadata: { name: 'k', annotations: { a: 'b' } },
    namespace: 'n',
    namePrefix: 'p-',
    nameSuffix: '-s',
    resources: ['web.yaml', '../base'],
    components: ['../component'],
    crds: ['crd.json'],
    labels: [
      {
        pairs: { x: 'y' },
        includeSelectors: true,
        includeTemplates: true,
        fields: [{ path: 'a', kind: 'B', create: true }],
      },
    ],
    commonAnnotations: { x: 'y' },
    images: [{ name: 'registry.example.com/a', newName: 'registry.example.com/c', newTag: '3', digest: '' }],
    replicas: [{ name: 'web', count: 3 }],
    buildMetadata: ['originAnnotations'],
    openapi: {},
    sortOptions: { order: 'fifo' },
  });
}

function patches(): object {
  return kustomization({
    resources: ['web.yaml'],
    patches: [
      { path: 'patch.yaml', target: { kind: 'Deployment', labelSelector: 'a=b', name: 'web' } },
      { patch: '[{"op":"add","path":"/metadata/labels/q","value":"r"}]', target: { kind: 'Deployment' } },
    ],
    configMapGenerator: [
      {
        name: 'g',
        literals: ['a=b'],
        files: ['file.txt'],
        envs: ['env'],
        behavior: 'create',
        options: { labels: { a: 'b' }, annotations: { a: 'b' }, disableNameSuffixHash: true, immutable: true },
      },
    ],
    secretGenerator: [{ name: 's', literals: ['password=sentinel-4711'], type: 'Opaque' }],
    generatorOptions: { labels: { a: 'b' }, disableNameSuffixHash: true },
    replacements: [
      {
        source: {
          kind: 'Deployment',
          name: 'web',
          fieldPath: 'metadata.name',
          options: { delimiter: '-', index: 0 },
        },
        targets: [
          {
            select: { kind: 'Deployment' },
            reject: [{ name: 'x' }],
            fieldPaths: ['metadata.annotations.z'],
            options: { create: true },
          },
        ],
      },
    ],
  });
}

function chart(): object {
  return {
    apiVersion: 'v2',
    name: 'chart',
    version: '1.0.0',
    appVersion: '1',
    description: 'd',
    type: 'application',
    kubeVersion: '>=1.20',
    keywords: ['a'],
    home: 'h',
    sources: ['s'],
    icon: 'i',
    deprecated: false,
    maintainers: [{ name: 'a', email: 'b', url: 'c' }],
    annotations: { a: 'b' },
    dependencies: [
      {
        name: 'sub',
        version: '1.0.0',
        repository: '',
        condition: 'sub.enabled',
        tags: ['t'],
        alias: 'other',
        'import-values': ['data', { child: 'a', parent: 'b' }],
      },
    ],
  };
}
