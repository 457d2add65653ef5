import fc from 'fast-check';
import { isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';

/** Strings that readers of YAML are known to take for something else, or to lose parts of. */
export const AWKWARD_STRINGS: readonly string[] = [
  '',
  ' ',
  'yes',
  'no',
  'on',
  'off',
  'y',
  'N',
  'true',
  'null',
  '~',
  '0644',
  '0o7',
  '-0o7',
  '-_0',
  '0_7',
  '0x1F',
  '0b11',
  '1_000',
  '1e3',
  '1.0',
  '.5',
  '+1',
  '-0',
  '.inf',
  '1:30',
  '08',
  '2020-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '12345678901234567890',
  '50%',
  '8080',
  '=',
  '<<',
  '*a',
  '&a',
  '!x',
  '!!str',
  '|',
  '>',
  '>-',
  '- a',
  '? x',
  ': x',
  'a: b',
  'a #b',
  '#',
  '@',
  '`',
  '%',
  '{',
  '}',
  '[]',
  '{{ .Values.x }}',
  '$patch',
  '$(VAR)',
  "it's",
  '"quoted"',
  'back\\slash',
  'a\tb',
  '\ttab',
  'tab\t',
  'line\nline',
  'line\n',
  '\nline',
  'line\n\n',
  ' lead',
  'trail ',
  'trail \nline',
  ' lead\nline',
  'a\r\nb',
  '---',
  '...',
  '--- a',
  'a\n---\nb',
  '# not\na comment',
  'é😀',
  '\u2028',
  '\u00a0',
  '\ufeff',
  'x'.repeat(200),
  `${'word '.repeat(40)}end`,
  '\n',
  '\n\n',
  ' \n',
  'a\n b\n  c\n',
  '"',
  "'",
  "''",
  ',',
  'key: |\n  text\n',
];

const plainString = fc.constantFrom('a', 'b', 'web', 'info', 'debug', 'nginx', 'shop.example.com', '/var/run', 'v1');
export const anyString: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: plainString },
  { weight: 3, arbitrary: fc.constantFrom(...AWKWARD_STRINGS) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...'01-+_.:eExo ~#\'"\n\t&*!|>%@{}[],?$=<y'), maxLength: 8 }),
  },
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 70_000 }),
  fc.constantFrom(0, 0.5, 1.25, 1e6, 1e15, 9007199254740991, -1, 1e21, 1e-7, 1_000_680_000),
);
const scalar = fc.oneof(
  { weight: 5, arbitrary: anyString },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.boolean() },
);
const name = fc.constantFrom('a', 'b', 'c', 'web', 'side-car', 'x1', '8080', 'on');
const stringMap = fc.dictionary(
  fc.oneof(name, fc.constantFrom('app.kubernetes.io/name', 'nginx.conf', '1', 'yes', 'a~b', '0x1', 'null', '-')),
  anyString,
  { maxKeys: 4 },
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    fc.constant({}),
    fc.constant([]),
    fc.constant(null),
  ),
})).value;

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** A record without the fields that came out as undefined. */
const record = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record(fields)
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)));
const listOf = (element: fc.Arbitrary<unknown>, maxLength = 3): fc.Arbitrary<unknown[]> =>
  fc.array(element, { minLength: 1, maxLength });
const uniqueBy = (element: fc.Arbitrary<Record<string, unknown>>, key: string): fc.Arbitrary<unknown[]> =>
  fc.uniqueArray(element, { minLength: 1, maxLength: 3, selector: (item) => item[key] });

const image = fc
  .tuple(
    fc.constantFrom('nginx', 'registry.example.com:5000/shop/web', 'redis', 'ghcr.io/a/b'),
    fc.constantFrom('', ':1.0', ':1.1', '@sha256:abc', ':1.0@sha256:def'),
  )
  .map(([repository, version]) => repository + version);
const container = record({
  name,
  image: optional(image),
  env: optional(
    fc.oneof(
      {
        weight: 4,
        arbitrary: uniqueBy(
          record({
            name,
            value: optional(anyString),
            valueFrom: optional(fc.constant({ secretKeyRef: { name: 's', key: 'k' } })),
          }),
          'name',
        ),
      },
      { weight: 1, arbitrary: listOf(record({ name, value: anyString })) },
    ),
  ),
  ports: optional(
    listOf(
      record({
        containerPort: fc.integer({ min: 1, max: 3 }),
        protocol: optional(fc.constantFrom('TCP', 'UDP')),
        name: optional(name),
      }),
    ),
  ),
  args: optional(fc.array(anyString, { maxLength: 3 })),
  resources: optional(
    record({
      limits: optional(
        fc.dictionary(fc.constantFrom('cpu', 'memory'), fc.oneof(anyString, fc.integer({ min: 1, max: 4 }))),
      ),
      requests: optional(fc.constant({})),
    }),
  ),
  volumeMounts: optional(
    uniqueBy(
      record({ name, mountPath: fc.constantFrom('/a', '/b', '/c'), readOnly: optional(fc.boolean()) }),
      'mountPath',
    ),
  ),
  livenessProbe: optional(
    record({
      httpGet: optional(record({ path: anyString, port: fc.oneof(name, fc.integer({ min: 1, max: 9000 })) })),
      periodSeconds: optional(number),
    }),
  ),
});
const podSpec = record({
  containers: uniqueBy(container, 'name'),
  initContainers: optional(uniqueBy(container, 'name')),
  volumes: optional(
    uniqueBy(
      record({
        name,
        emptyDir: optional(fc.constant({})),
        configMap: optional(record({ name })),
        persistentVolumeClaim: optional(record({ claimName: name })),
      }),
      'name',
    ),
  ),
  imagePullSecrets: optional(uniqueBy(record({ name }), 'name')),
  tolerations: optional(listOf(record({ key: anyString, operator: fc.constantFrom('Exists', 'Equal') }))),
  hostAliases: optional(uniqueBy(record({ ip: fc.constantFrom('1.1.1.1', '2.2.2.2'), hostnames: listOf(name) }), 'ip')),
  topologySpreadConstraints: optional(
    listOf(
      record({
        topologyKey: name,
        whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
        maxSkew: fc.integer({ min: 1, max: 3 }),
      }),
    ),
  ),
  securityContext: optional(fc.constantFrom({}, { runAsUser: 1_000_680_000 }, { runAsNonRoot: true })),
  nodeSelector: optional(stringMap),
});
const podTemplate = record({
  metadata: optional(record({ labels: optional(stringMap), annotations: optional(stringMap) })),
  spec: podSpec,
});
const workload = record({
  replicas: optional(fc.integer({ min: 0, max: 5 })),
  selector: fc.constant({ matchLabels: { app: 'web' } }),
  template: podTemplate,
  strategy: optional(
    fc.constantFrom(
      { type: 'Recreate' },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%' } },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    ),
  ),
  minReadySeconds: optional(fc.integer({ min: 0, max: 9 })),
});
const servicePorts = listOf(
  record({
    port: fc.integer({ min: 80, max: 82 }),
    protocol: optional(fc.constantFrom('TCP', 'UDP')),
    targetPort: optional(fc.oneof(name, fc.integer({ min: 1, max: 9 }))),
    name: optional(name),
  }),
);

const kinds: readonly (readonly [apiVersion: string, kind: string, body: fc.Arbitrary<Record<string, unknown>>])[] = [
  ['apps/v1', 'Deployment', record({ spec: workload })],
  ['apps/v1', 'StatefulSet', record({ spec: workload })],
  ['apps/v1', 'DaemonSet', record({ spec: workload })],
  [
    'batch/v1',
    'CronJob',
    record({ spec: record({ schedule: anyString, jobTemplate: record({ spec: record({ template: podTemplate }) }) }) }),
  ],
  ['v1', 'Pod', record({ spec: podSpec })],
  [
    'v1',
    'Service',
    record({
      spec: record({
        ports: optional(servicePorts),
        selector: optional(stringMap),
        type: optional(fc.constantFrom('ClusterIP', 'NodePort')),
      }),
    }),
  ],
  ['serving.knative.dev/v1', 'Service', record({ spec: fc.dictionary(name, json, { maxKeys: 3 }) })],
  [
    'v1',
    'ConfigMap',
    record({
      data: optional(stringMap),
      binaryData: optional(fc.constant({ a: 'aGk=' })),
      immutable: optional(fc.boolean()),
    }),
  ],
  [
    'v1',
    'ServiceAccount',
    record({
      secrets: optional(uniqueBy(record({ name }), 'name')),
      automountServiceAccountToken: optional(fc.boolean()),
    }),
  ],
  [
    'v1',
    'PersistentVolumeClaim',
    record({
      spec: record({
        accessModes: optional(listOf(fc.constantFrom('ReadWriteOnce', 'ReadOnlyMany'))),
        resources: optional(record({ requests: record({ storage: anyString }) })),
      }),
    }),
  ],
  [
    'networking.k8s.io/v1',
    'Ingress',
    record({
      spec: record({
        rules: optional(
          listOf(record({ host: anyString, http: optional(record({ paths: listOf(record({ path: anyString })) })) })),
        ),
        tls: optional(listOf(record({ hosts: listOf(anyString) }))),
      }),
    }),
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    record({
      spec: record({
        podSelector: fc.constant({}),
        ingress: optional(
          fc.array(fc.oneof(fc.constant({}), record({ from: listOf(fc.constant({ podSelector: {} })) })), {
            maxLength: 2,
          }),
        ),
        policyTypes: optional(listOf(fc.constantFrom('Ingress', 'Egress'))),
      }),
    }),
  ],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    record({
      spec: record({
        minReplicas: optional(number),
        maxReplicas: number,
        metrics: optional(listOf(record({ type: name }))),
      }),
    }),
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    record({
      rules: optional(
        fc.array(record({ apiGroups: listOf(anyString), resources: listOf(name), verbs: listOf(name) }), {
          maxLength: 3,
        }),
      ),
    }),
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    record({
      webhooks: optional(
        uniqueBy(
          record({
            name,
            rules: optional(fc.array(record({ operations: listOf(name) }), { maxLength: 2 })),
            failurePolicy: optional(name),
          }),
          'name',
        ),
      ),
    }),
  ],
  ['argoproj.io/v1alpha1', 'Rollout', record({ spec: workload })],
  ['example.com/v1', 'Widget', record({ spec: json, data: optional(json) })],
  ['batch/v1', 'Job', record({ spec: record({ template: podTemplate }) })],
];

const CLUSTER_SCOPED: readonly string[] = ['ClusterRole', 'ValidatingWebhookConfiguration'];
/** kustomize itself fails on annotation keys that look like another type. */
const annotations = fc.dictionary(fc.constantFrom('a', 'example.com/note', 'yes', 'prometheus.io/port'), anyString, {
  minKeys: 1,
  maxKeys: 3,
});

const kubeObject: fc.Arbitrary<KubeObject> = fc.constantFrom(...kinds).chain(([apiVersion, kind, body]) =>
  fc
    .tuple(
      record({
        name: fc.constantFrom('web', 'api', 'a.b', 'a-b', '123', 'on'),
        namespace: CLUSTER_SCOPED.includes(kind) ? fc.constant(undefined) : optional(fc.constantFrom('shop', 'other')),
        labels: optional(stringMap),
        annotations: optional(annotations),
        finalizers: optional(fc.uniqueArray(fc.constantFrom('a/b', 'c/d'))),
      }),
      body,
    )
    // Each record has the fields of a KubeObject.
    .map(([metadata, rest]) => ({ apiVersion, kind, metadata, ...rest }) as unknown as KubeObject),
);

/** Objects of different identity, where no namespace counts as `default`. */
export const objectSet: fc.Arbitrary<readonly KubeObject[]> = fc.uniqueArray(kubeObject, {
  maxLength: 4,
  selector: identity,
});

/**
 * What an environment may make of a base: new images and replicas, objects changed in a few places, left out,
 * added, in another order.
 */
export const baseAndOverlay: fc.Arbitrary<{
  readonly base: readonly KubeObject[];
  readonly overlay: readonly KubeObject[];
}> = fc
  .record({
    base: objectSet,
    others: objectSet,
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(), scalar, json), { maxLength: 5 }),
    images: fc.array(fc.tuple(image, image), { maxLength: 2 }),
    replicas: optional(fc.integer({ min: 0, max: 9 })),
    leftOut: fc.nat({ max: 7 }),
    reversed: fc.boolean(),
  })
  .map(({ base, others, changes, images, replicas, leftOut, reversed }) => {
    const kept = base.filter((_, index) => index !== leftOut).map((object) => structuredClone(object) as Mutable);
    for (const [from, to] of images)
      for (const object of kept) replaceImages(object, from.split(/[:@](?!\d+\/)/)[0] ?? '', to);
    for (const object of kept)
      if (replicas !== undefined && isRecord(object['spec']) && 'replicas' in object['spec'])
        object['spec'] = { ...object['spec'], replicas };
    for (const [where, how, value, tree] of changes) change(kept[where % kept.length], where, how, value, tree);
    const known = new Set(base.map(identity));
    const added = others.filter((object) => !known.has(identity(object)));
    const overlay = [...(kept as unknown as KubeObject[]), ...added];
    return { base, overlay: reversed ? overlay.reverse() : overlay };
  });

type Mutable = Record<string, unknown>;

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return `${apiVersion.split('/').length > 1 ? apiVersion.split('/')[0] : ''}/${kind}/${metadata.namespace ?? 'default'}/${metadata.name}`;
}

/** Changes one place in the object: a value, its type, an element's place, or what is there at all. */
function change(object: Mutable | undefined, where: number, how: number, value: unknown, tree: unknown): void {
  if (object === undefined) return;
  const places = placesIn(object).filter(
    ({ path }) => !/^\/(apiVersion|kind|metadata(\/(name|namespace|annotations\/.*))?)?$/.test(path),
  );
  const place = places[Math.floor(where / 7) % Math.max(1, places.length)];
  if (place === undefined) return;
  const { key, path } = place;
  // placesIn gives records and arrays only; both take a key.
  const parent = place.parent as Mutable;
  const current = parent[key];
  const isLeaf = typeof current !== 'object';
  // In the fields that kustomize knows, a value of another structure makes it fail.
  const isFree = /^\/(spec|data)\/(added|a|b|c)|^\/spec\/strategy/.test(path) || !('spec' in object);
  const list = Array.isArray(place.parent) ? place.parent : undefined;
  switch (how % 6) {
    case 0:
      if (isLeaf) parent[key] = typeof current === 'string' ? String(value) : value;
      break;
    case 1:
      if (isLeaf && !list) parent[key] = value;
      break;
    case 2:
      if (isFree && path !== '/metadata/annotations') parent[key] = tree;
      break;
    case 3:
      if (list) list.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 4:
      if (list) list.reverse();
      else if (!path.startsWith('/metadata')) parent['added'] = tree;
      break;
    default:
      if (list) list.push(isRecord(current) ? { ...current, name: 'new' } : value);
      else if (/^\/(data|spec)\/./.test(path)) parent[String(value)] = value;
  }
}

function replaceImages(value: unknown, repository: string, to: string): void {
  if (Array.isArray(value)) for (const item of value) replaceImages(item, repository, to);
  if (!isRecord(value)) return;
  if (typeof value['image'] === 'string' && value['image'].startsWith(repository)) (value as Mutable)['image'] = to;
  for (const item of Object.values(value)) replaceImages(item, repository, to);
}

function placesIn(
  value: unknown,
  path = '',
): { readonly parent: unknown; readonly key: string | number; readonly path: string }[] {
  if (Array.isArray(value))
    return value.flatMap((item, key) => [
      { parent: value, key, path: `${path}/${key}` },
      ...placesIn(item, `${path}/${key}`),
    ]);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    { parent: value, key, path: `${path}/${key}` },
    ...placesIn(item, `${path}/${key}`),
  ]);
}
