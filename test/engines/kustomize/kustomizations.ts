import fc from 'fast-check';
import { toYaml } from '../../../src/manifest/yaml.js';

/** A directory tree as kustomize reads it: path → content. The directory to build is `overlay`. */
export type Tree = Readonly<Record<string, string>>;

const NAMES = ['web', 'api', 'job'] as const;
const FIELDS = 20;
const name = fc.constantFrom(...NAMES, ...NAMES, ...NAMES, ...NAMES, 'gone');
const label = fc.constantFrom('app', 'team', 'app.kubernetes.io/name');
const text = fc.constantFrom('x', 'shop', '1', 'true', '1e3', 'null', '007', 'a: b', 'é', '0x1f');
const pairs = fc.dictionary(label, text, { minKeys: 1, maxKeys: 2 });

const deployment = (index: number, replicas: number, image: string): object => ({
  apiVersion: 'apps/v1',
  kind: index === 1 ? 'StatefulSet' : 'Deployment',
  metadata: { name: NAMES[index], labels: { app: NAMES[index] }, ...(index === 2 ? { namespace: 'other' } : {}) },
  spec: {
    replicas,
    ...(index === 1 ? { serviceName: 'api' } : {}),
    selector: { matchLabels: { app: NAMES[index] } },
    template: {
      metadata: { labels: { app: NAMES[index] } },
      spec: {
        serviceAccountName: 'robot',
        containers: [
          {
            name: 'main',
            image,
            args: ['$(WEB_SERVICE)', '--port=80'],
            env: [{ name: 'A', value: '1' }],
            envFrom: [{ configMapRef: { name: 'settings' } }],
            ports: [{ containerPort: 80 }, { containerPort: 81, protocol: 'UDP' }],
          },
          {
            name: 'sidecar',
            image:
              'registry.example.com:5000/side@sha256:0123456789012345678901234567890123456789012345678901234567890123',
          },
        ],
        volumes: [{ name: 'v', secret: { secretName: 'keys' } }],
      },
    },
  },
});

const resources = fc
  .record({
    replicas: fc.nat(3),
    image: fc.constantFrom('nginx:1.0', 'nginx', 'registry.example.com/team/web:1'),
    list: fc.boolean(),
  })
  .map(({ replicas, image, list }): Tree => {
    const objects = [
      ...NAMES.map((_, index) => deployment(index, replicas, image)),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', annotations: { note: '1' } },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'robot' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }],
      },
      {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        metadata: { name: 'w' },
        spec: { list: [{ name: 'a' }, { name: 'b' }], image: 'nginx' },
      },
    ];
    const content = list
      ? toYaml({ apiVersion: 'v1', kind: 'List', items: objects })
      : objects.map((object) => toYaml(object)).join('---\n');
    return { 'base/all.yaml': content };
  });

const target = fc.oneof(
  fc.record({ kind: fc.constantFrom('Deployment', 'StatefulSet', 'Service', 'Widget', 'Gone', '.*') }),
  fc.record({ name: fc.constantFrom('web', 'w.*', 'api|job', '^w', 'gone') }),
  fc.record({ labelSelector: fc.constantFrom('app=web', 'app in (web, api)', 'team') }),
  fc.record({ group: fc.constantFrom('apps', 'example.com'), version: fc.constant('v1') }),
  fc.record({ namespace: fc.constantFrom('other', 'gone'), annotationSelector: fc.constant('note=1') }),
);
const operations = fc.array(
  fc.oneof(
    fc.record({
      op: fc.constantFrom('add', 'replace'),
      path: fc.constantFrom(
        '/metadata/annotations/x',
        '/spec/replicas',
        '/spec/ports/0/port',
        '/spec/list/-',
        '/metadata/labels/a~1b',
      ),
      value: fc.oneof(fc.nat(9), text),
    }),
    fc.record({
      op: fc.constant('remove'),
      path: fc.constantFrom('/spec/replicas', '/metadata/labels', '/spec/template/spec/containers/1'),
    }),
    fc.record({ op: fc.constant('test'), path: fc.constant('/spec/replicas'), value: fc.nat(3) }),
    fc.record({
      op: fc.constantFrom('move', 'copy'),
      from: fc.constant('/metadata/labels/app'),
      path: fc.constant('/metadata/labels/copied'),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);
const strategic = fc
  .record({
    kind: fc.constantFrom('Deployment', 'StatefulSet'),
    name,
    spec: fc.oneof(
      fc.record({ replicas: fc.oneof(fc.nat(9), fc.constant(null)) }),
      fc.constantFrom(
        {
          template: {
            spec: { containers: [{ name: 'main', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 82 }] }] },
          },
        },
        {
          template: {
            spec: {
              containers: [
                { name: 'sidecar', $patch: 'delete' },
                { name: 'new', image: 'new' },
              ],
            },
          },
        },
        { template: { spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'only' }] } } },
        { template: { spec: { $setElementOrder: [], volumes: [{ name: 'v', emptyDir: {}, secret: null }] } } },
        { template: { spec: { $retainKeys: ['containers'], containers: [{ name: 'main', args: ['z'] }] } } },
      ),
    ),
    remove: fc.boolean(),
  })
  .map(({ kind, name: of, spec, remove }) =>
    toYaml({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: of },
      ...(remove && of === 'job' ? { $patch: 'delete' } : { spec }),
    }),
  );
const patch = fc.oneof(
  fc.record({ target, patch: operations.map((list) => JSON.stringify(list)) }),
  fc.record(
    { target, patch: strategic, options: fc.record({ allowNameChange: fc.boolean(), allowKindChange: fc.boolean() }) },
    { requiredKeys: ['target', 'patch'] },
  ),
  fc.record({ patch: strategic }),
  fc.constantFrom(
    { path: 'patch.yaml' },
    { path: 'patch.yaml', target: { kind: 'StatefulSet' } },
    { path: 'gone.yaml' },
  ),
);
const image = fc.record(
  {
    name: fc.constantFrom('nginx', 'registry.example.com/team/web', 'registry.example.com:5000/side', 'gone'),
    newName: fc.constant('other/nginx'),
    newTag: fc.constantFrom('2', 'v1.0', '1e3'),
    digest: fc.constant('sha256:abcd'),
    tagSuffix: fc.constant('-x'),
  },
  { requiredKeys: ['name'] },
);
const generatorOptions = fc.record(
  { disableNameSuffixHash: fc.boolean(), immutable: fc.boolean(), labels: pairs, annotations: pairs },
  { requiredKeys: [] },
);
const generator = (of: string) =>
  fc.record(
    {
      name: fc.constant(of),
      behavior: fc.constantFrom('create', 'merge', 'replace'),
      literals: fc.array(fc.constantFrom('a=1', 'b=x y', 'c=', 'd="q"', 'a=2'), { maxLength: 3 }),
      files: fc.constantFrom(['file.txt'], ['key=file.txt'], ['gone.txt']),
      envs: fc.constant(['file.env']),
      namespace: fc.constant('other'),
      options: generatorOptions,
    },
    { requiredKeys: ['name'] },
  );
const replacement = fc.record({
  source: fc.constantFrom(
    { kind: 'Service', name: 'web', fieldPath: 'metadata.name' },
    { kind: 'Deployment', name: 'web', fieldPath: 'spec.replicas' },
    {
      kind: 'Deployment',
      name: 'web',
      fieldPath: 'spec.template.spec.containers.[name=main].image',
      options: { delimiter: ':', index: 0 },
    },
    { kind: 'Gone', name: 'gone' },
  ),
  targets: fc.array(
    fc.constantFrom<object>(
      { select: { kind: 'Widget' }, fieldPaths: ['spec.image'] },
      { select: { kind: 'StatefulSet' }, fieldPaths: ['spec.template.spec.containers.[name=main].env.[name=A].value'] },
      { select: { kind: 'Widget' }, reject: [{ name: 'w' }], fieldPaths: ['spec.image'] },
      { select: { name: 'job' }, fieldPaths: ['metadata.annotations.new'], options: { create: true } },
      { select: { kind: 'Widget' }, fieldPaths: ['spec.list.*.name'], options: { delimiter: '-', index: 1 } },
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

/**
 * Every field of a kustomization that works on local files, each there or not, with values that are right,
 * useless or wrong.
 */
const allFields = fc.record({
  namespace: fc.constantFrom('shop', 'other', ''),
  namePrefix: fc.constantFrom('pre-', ''),
  nameSuffix: fc.constantFrom('-suf'),
  commonLabels: pairs,
  commonAnnotations: pairs,
  labels: fc.array(
    fc.record(
      {
        pairs,
        includeSelectors: fc.boolean(),
        includeTemplates: fc.boolean(),
        fields: fc.constant([{ path: 'spec/extra', create: true }]),
      },
      { requiredKeys: ['pairs'] },
    ),
    { maxLength: 2 },
  ),
  images: fc.array(image, { maxLength: 2 }),
  replicas: fc.array(fc.record({ name, count: fc.nat(5) }), { maxLength: 2 }),
  patches: fc.array(patch, { maxLength: 3 }),
  patchesStrategicMerge: fc.array(fc.oneof(strategic, fc.constant('patch.yaml')), { maxLength: 1 }),
  patchesJson6902: fc.array(
    fc.record({
      target: fc.record({
        group: fc.constant('apps'),
        version: fc.constant('v1'),
        kind: fc.constant('Deployment'),
        name,
      }),
      patch: operations.map((list) => JSON.stringify(list)),
    }),
    { maxLength: 1 },
  ),
  configMapGenerator: fc.array(generator('settings'), { maxLength: 2 }),
  secretGenerator: fc.array(generator('keys'), { maxLength: 1 }),
  generatorOptions,
  replacements: fc.array(replacement, { maxLength: 2 }),
  vars: fc.constant([{ name: 'WEB_SERVICE', objref: { kind: 'Service', name: 'web', apiVersion: 'v1' } }]),
  components: fc.constant(['../component']),
  configurations: fc.constant(['config.yaml']),
  sortOptions: fc.constantFrom<object>(
    { order: 'legacy' },
    { order: 'fifo' },
    { order: 'legacy', legacySortOptions: { orderFirst: ['Widget'], orderLast: ['Service'] } },
  ),
  buildMetadata: fc.constantFrom(['originAnnotations'], ['managedByLabel'], ['transformerAnnotations']),
  crds: fc.constant(['crd.json']),
  unknownField: fc.constant(true),
});

/** Some of the fields: with all of them at once nothing would ever build. */
const someFields = (most: number) =>
  fc
    .tuple(allFields, fc.uniqueArray(fc.nat(FIELDS - 1), { maxLength: most }))
    .map(
      ([fields, chosen]): Partial<typeof fields> =>
        Object.fromEntries(Object.entries(fields).filter((_, at) => chosen.includes(at))),
    );

/** A base, an overlay of it with any of the fields, and the files that they may name. */
export const kustomizeTree: fc.Arbitrary<Tree> = fc
  .record({
    files: resources,
    overlay: someFields(5),
    base: someFields(2),
    component: someFields(20),
    rare: fc.nat(19),
  })
  .map(({ files, overlay, base, component, rare }) => {
    const { unknownField, ...usual } = overlay;
    const { components: _, unknownField: __, crds: ___, configurations: ____, patches: _____, ...ofBase } = base;
    return {
      ...files,
      'base/kustomization.yaml': toYaml({ resources: ['all.yaml'], ...ofBase }),
      'base/file.txt': 'base\n',
      'base/file.env': 'E=1\n# comment\nF=\n',
      'base/patch.yaml': PATCH,
      'overlay/kustomization.yaml': toYaml({
        resources: ['../base'],
        ...usual,
        ...(rare === 0 ? { unknownField } : {}),
      }),
      'overlay/file.txt': 'text: é\n',
      'overlay/file.env': 'E=2\n',
      'overlay/patch.yaml': PATCH,
      'overlay/config.yaml':
        'nameReference: [{ kind: Service, fieldSpecs: [{ path: spec/image, kind: Widget }] }]\nimages: [{ path: spec/image, kind: Widget }]\n',
      'overlay/crd.json': '{}',
      'component/kustomization.yaml': toYaml({
        apiVersion: 'kustomize.config.k8s.io/v1alpha1',
        kind: 'Component',
        labels: component.labels ?? [],
        images: component.images ?? [],
        replicas: component.replicas ?? [],
      }),
    };
  });

const PATCH =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { minReadySeconds: 5 }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort }\n';

/** What happens to a file. */
export const HOW = [
  'drop',
  'twice',
  'indent',
  'outdent',
  'cut',
  'conflict',
  'tab',
  'value',
  'quote',
  'empty',
  'swap',
] as const;

/** A tree with one of its files damaged as people, merges and transfers do it. */
export const damagedTree: fc.Arbitrary<Tree> = fc
  .record({
    tree: kustomizeTree,
    file: fc.nat(),
    line: fc.nat(),
    how: fc.constantFrom(...HOW),
  })
  .map(({ tree, file, line, how }) => {
    const paths = Object.keys(tree).filter((path) => /kustomization|all\.yaml|patch/.test(path));
    const path = paths[file % paths.length] ?? 'overlay/kustomization.yaml';
    const lines = (tree[path] ?? '').split('\n');
    const at = line % lines.length;
    return { ...tree, [path]: damage(lines, at, how).join('\n') };
  });

export function damage(lines: readonly string[], at: number, how: (typeof HOW)[number]): readonly string[] {
  const with_ = (...items: readonly string[]): readonly string[] => [
    ...lines.slice(0, at),
    ...items,
    ...lines.slice(at + 1),
  ];
  const line = lines[at] ?? '';
  switch (how) {
    case 'drop':
      return with_();
    case 'twice':
      return with_(line, line);
    case 'indent':
      return with_(`  ${line}`);
    case 'outdent':
      return with_(line.replace(/^ {2}/, ''));
    case 'cut':
      return lines.slice(0, at);
    case 'conflict':
      return with_('<<<<<<< HEAD', line, '=======', line, '>>>>>>> other');
    case 'tab':
      return with_(line.replace(/^ +/, '\t'));
    case 'value':
      return with_(line.replace(/: .*/, ': []'));
    case 'quote':
      return with_(line.replace(/: /, ': "'));
    case 'swap':
      return with_(line.replace(/(\w+): (\w+)/, '$2: $1'));
    default:
      return [];
  }
}
