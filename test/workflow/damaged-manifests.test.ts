import fc from 'fast-check';
import { isBuiltInGroup } from '../../src/cluster/health/judge.js';
import { leftToControllers } from '../../src/cluster/objects/left-to-controllers.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { discover } from '../../src/cluster/transport/discover.js';
import type { ApiResource, Discovery } from '../../src/cluster/transport/discovery.js';
import { canonicalJson } from '../../src/manifest/canonical.js';
import { isRecord, type KubeObject } from '../../src/manifest/kube-object.js';
import { toJson } from '../../src/manifest/to-json.js';
import { parseYaml, toYaml } from '../../src/manifest/yaml.js';
import type { RevisionOptions } from '../../src/workflow/api/options.js';
import { check } from '../../src/workflow/check.js';
import { diff } from '../../src/workflow/diff.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { plan } from '../../src/workflow/plan.js';
import { render } from '../../src/workflow/render.js';
import { status } from '../../src/workflow/status.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { customKind } from '../helpers/custom-kind.js';
import { DAMAGES, type Place, placesIn, replaced } from '../helpers/damage.js';
import { argoApplication, Engine } from '../helpers/engine.js';
import { soundObjects, WIDGET_SCHEMA } from '../helpers/sound-objects.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Manifests with any value at any place, through every verb that reads them, beside the API server's own
// answer. FUZZ_RUNS=4000 and FUZZ_SEED look longer and elsewhere; a failure names the place and the value.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 250);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

afterEach(closeClients);

test('what the API server takes is planned as it is in Git, and what it refuses is refused: for every verb', async () => {
  const [client, namespace, cluster] = [await testClient(), await testNamespace('damaged'), await testCluster()];
  const discovery = await withCustomKinds(client, `${namespace}.example.com`);
  const variants = someVariants(`${namespace}.example.com`);
  await using repository = tempRepository();
  repository.commit('all of them', filesOf(variants, namespace));
  const options = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
    inventoryNamespace: `verbs-${namespace}`,
    all: true,
  };

  const unreadable = await refusedFiles(options);
  const told = toJson((await check(options)).findings);
  expect([...unreadable.keys()].filter((id) => !told.includes(`"gitops/apps/${id}/o.yaml"`))).toEqual([]);
  await listApplications(options);
  const objects = (await render({ ...options, onProblem: () => undefined })).objects;

  repository.git('rm', '-rq', '--ignore-unmatch', 'none', ...[...unreadable.keys()].map(applicationFile));
  repository.commit('those that can be read');
  const problems = new Map(
    (await diff(options)).applications.map((one) => [one.application, one.problems.map(({ message }) => message)]),
  );
  await plan({ ...options, tool: 'test' }).catch(onlyRefusals);
  await status(options);
  await verify(options).catch(onlyRefusals);
  const planned = await plannedObjects(client, namespace, objects);

  const answers = await Promise.all(
    variants.map(async (variant) => {
      const { id } = variant;
      const judged = await judge(client, discovery, variant.value, namespace);
      const refusal = unreadable.get(id) ?? problems.get(id)?.join('\n') ?? 'no verb told of it';
      const sent = planned.get(id);
      return {
        variant,
        told: `${variant.kind} ${variant.place.join('.')}: ${toJson(variant.damage)}`,
        agrees: (refusal === '') === (judged.object !== undefined) || isLeftToControllers(variant),
        sent: sent && judged.object && content(sent),
        given: sent && judged.object && content(judged.object),
        ours: refusal || 'accepted',
        theirs: judged.refusal ?? 'accepted',
      };
    }),
  );

  const wrong = answers.filter(
    ({ agrees, sent, given, variant }) => !agrees || (sent !== given && !isNullOfStringData(variant)),
  );
  expect(wrong.map(({ variant: _, ...told }) => told)).toEqual([]);
  expect(answers.filter(({ theirs }) => theirs === 'accepted').length).toBeGreaterThan(RUNS / 50);
  expect([...unreadable.values()].filter((message) => !message.includes('is not a Kubernetes object'))).toEqual([]);
});

test('there is a sound object of every group that takes any, and the API server takes it', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('sound')];
  const group = `${namespace}.example.com`;
  const discovery = await withCustomKinds(client, group);
  const objects = soundObjects(group).map((object, index) => numbered(object, index));

  const judged = await Promise.all(objects.map((object) => judge(client, discovery, object, namespace)));
  expect(judged.flatMap(({ refusal = [] }) => refusal)).toEqual([]);
  const groups = new Set(objects.map(({ apiVersion }) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '')));
  const served = discovery.kinds.filter(({ verbs, group }) => verbs.includes('patch') && isBuiltInGroup(group));
  expect(served.filter((kind) => !groups.has(kind.group)).map((kind) => kind.group)).toEqual([]);
});

interface Variant {
  readonly id: string;
  readonly kind: string;
  readonly place: Place;
  readonly damage: unknown;
  readonly value: unknown;
}

/** Nulls, empty texts and what this package reads itself are damaged more often. */
function someVariants(group: string): readonly Variant[] {
  const sound = soundObjects(group).map((object) => ({ object, places: placesIn(object) }));
  const place = fc.constantFrom(...sound.flatMap(({ object, places }) => places.map((at) => ({ object, at }))));
  const near = fc.constantFrom(
    ...sound.flatMap(({ object, places }) =>
      places.filter((at) => at[0] === 'metadata' || at.length === 1).map((at) => ({ object, at })),
    ),
  );
  const variant = fc.record({
    where: fc.oneof(place, near),
    damage: fc.oneof(fc.constantFrom(...DAMAGES), fc.constantFrom(null, '')),
  });
  const chosen = fc.sample(variant, { numRuns: RUNS, seed: SEED });
  const once = new Map(chosen.map((one) => [toJson([one.where.object.kind, one.where.at, one.damage]), one] as const));
  return [...once.values()].map(({ where: { object, at }, damage }, index) => ({
    id: `d${index}`,
    kind: object.kind,
    place: at,
    damage,
    value: replaced(numbered(object, index), at, damage),
  }));
}

/** With names of its own; those of a CustomResourceDefinition and an APIService have their group in them. */
function numbered(object: KubeObject, index: number): KubeObject {
  const [renamed] = parseYaml(toYaml(object).replaceAll(/\b([ab])\.example\.com/g, `$1${index}.example.com`), '');
  const made = renamed as KubeObject;
  return {
    ...made,
    metadata: { ...made.metadata, name: made.metadata.name === 'a' ? `d${index}` : made.metadata.name },
  };
}

function filesOf(variants: readonly Variant[], namespace: string): Readonly<Record<string, string>> {
  const application = (id: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: id, namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': 'dev' } },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${id}` },
      destination: { name: 'in-cluster', namespace },
    },
  });
  return Object.fromEntries(
    variants.flatMap(({ id, value }) => [
      [`gitops/apps/${id}/o.yaml`, toYaml(value)],
      [applicationFile(id), toYaml(application(id))],
    ]),
  );
}

function applicationFile(id: string): string {
  return `gitops/applications/dev/${id}.yaml`;
}

/** What is said of each file that is no manifest: with the file and a line of it. */
async function refusedFiles(options: RevisionOptions): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  await render({
    ...options,
    all: true,
    onProblem: ({ code, message, source }) => {
      expect(code).toBe('MANIFEST_INVALID_OBJECT');
      const id = /^gitops\/apps\/(d\d+)\/o\.yaml$/.exec(source?.file ?? '')?.[1];
      expect([message, id, source?.line]).toEqual([message, expect.any(String), 1]);
      refused.set(id ?? '', message);
    },
  });
  return refused;
}

function onlyRefusals(error: unknown): void {
  expect(String(error)).not.toMatch(/UNEXPECTED|TypeError|RangeError/);
}

/** Each as the dry run of our own apply left it. */
async function plannedObjects(
  client: KubeClient,
  namespace: string,
  objects: readonly KubeObject[],
): Promise<ReadonlyMap<string, KubeObject>> {
  const named = objects.filter(({ metadata }) => /^d\d+$/.test(metadata.name));
  const applications = named.map((object) => argoApplication(namespace, [object], { name: object.metadata.name }));
  const { planned } = await new Engine(client).plan(applications);
  return new Map(
    planned.flatMap(({ application, plan: { changes } }) =>
      changes.flatMap((change) =>
        change.action === 'create' && change.merged ? [[application.name, change.merged] as const] : [],
      ),
    ),
  );
}

/** The API server's answer to what is in Git, sent as it is by `kubectl apply --server-side --dry-run=server`. */
async function judge(
  client: KubeClient,
  discovery: Discovery,
  value: unknown,
  namespace: string,
): Promise<{ readonly object?: KubeObject; readonly refusal?: string }> {
  const target = targetOf(discovery, value, namespace);
  if (typeof target === 'string') return { refusal: target };
  try {
    const { body } = await client.request<KubeObject>({
      method: 'PATCH',
      ...target,
      query: { fieldManager: 'judge', dryRun: 'All', fieldValidation: 'Strict', force: 'true' },
      contentType: 'application/apply-patch+yaml',
    });
    return { object: body };
  } catch (error) {
    return { refusal: String(error) };
  }
}

/** What kubectl sends, or why it sends nothing. */
function targetOf(
  discovery: Discovery,
  value: unknown,
  namespace: string,
): string | { readonly path: string; readonly body: unknown } {
  const { apiVersion, kind, metadata } = isRecord(value) ? value : {};
  const resource =
    typeof apiVersion === 'string' && typeof kind === 'string' ? discovery.find(apiVersion, kind) : undefined;
  if (resource === undefined) return 'no such kind';
  if (!isRecord(metadata) || typeof metadata['name'] !== 'string' || metadata['name'] === '') return 'no name';
  const { namespace: given, ...rest } = metadata;
  if (given !== undefined && given !== null && typeof given !== 'string') return 'metadata cannot be decoded';
  const place = given || namespace;
  const body = { ...(value as object), metadata: { ...rest, ...(resource.namespaced ? { namespace: place } : {}) } };
  return { path: pathOf(resource, place, metadata['name']), body };
}

function pathOf({ group, version, resource, namespaced }: ApiResource, namespace: string, name: string): string {
  const prefix = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${prefix}${namespaced ? `/namespaces/${namespace}` : ''}/${resource}/${encodeURIComponent(name)}`;
}

/** Without what differs between two dry runs, and what marks an object as ours. */
function content(object: KubeObject): string {
  const { managedFields: _, uid: __, creationTimestamp: ___, ...metadata } = object.metadata;
  const without = (map: Readonly<Record<string, string>> = {}, ours: RegExp) =>
    Object.fromEntries(Object.entries(map).filter(([key]) => !ours.test(key)));
  const plain = {
    ...leftToControllers(object),
    metadata: {
      ...metadata,
      // The Job controller's labels are added where there are none.
      labels: without(metadata.labels, /^applyset\.|controller-uid$|job-name$/),
      annotations: without(metadata.annotations, /^argocd\.argoproj\.io\/tracking-id$/),
    },
  };
  return canonicalJson(plain)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'a-uid')
    .replaceAll(/"(?:clusterIP|clusterIPs|resourceVersion|lastPhaseTransitionTime)":(?:\[[^\]]*\]|"[^"]*")/g, '""');
}

/** docs/ownership.md: rules of an aggregated ClusterRole are not sent, so that nobody looks at them. */
function isLeftToControllers({ kind, place, damage }: Variant): boolean {
  return kind === 'ClusterRole' && place[0] === 'rules' && (place.length > 1 || Array.isArray(damage));
}

/** As for kubectl's client-side apply, and so for Argo CD, it is no value; on the server it is an empty one. */
function isNullOfStringData({ kind, place, damage }: Variant): boolean {
  const isNull = damage === null || (isRecord(damage) && Object.values(damage).includes(null));
  return kind === 'Secret' && place[0] === 'stringData' && isNull;
}

async function withCustomKinds(client: KubeClient, group: string): Promise<Discovery> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await client.request({ method: 'POST', path, body: customKind(group, { schema: WIDGET_SCHEMA }) });
  await client.request({ method: 'POST', path, body: customKind(group, { kind: 'Gadget' }) });
  for (;;) {
    const discovery = await discover(client);
    const isServed = (kind: string) => discovery.find(`${group}/v1`, kind) !== undefined;
    if (isServed('Widget') && isServed('Gadget')) return discovery;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
