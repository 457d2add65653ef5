import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import type { ArgoAppProject } from '../../../src/argocd/project/app-project.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import type { Found, Origin } from '../../../src/render/resources/argo-resources.js';
import { checkWaves } from '../../../src/workflow/checks/check-waves.js';
import type { AppOfApps } from '../../../src/workflow/revision/apps-of-apps.js';

const made = (apiVersion: string, kind: string, name: string, wave: number | undefined, more: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'argocd',
    ...(wave === undefined ? {} : { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } }),
  },
  ...more,
});
const argo = (kind: string, name: string, wave: number | undefined, spec: object) =>
  made('argoproj.io/v1alpha1', kind, name, wave, { spec });
const application = (
  name: string,
  wave?: number,
  project = 'shop',
  destination: object = { name: 'eu', namespace: 'shop' },
) => argo('Application', name, wave, { project, destination });
const project = (name: string, wave?: number) => argo('AppProject', name, wave, {});
const cluster = (name: string, wave?: number, more: object = { server: `https://${name}.example.com` }) =>
  made('v1', 'Secret', `cluster-${name}`, wave, {
    metadata: {
      name: `cluster-${name}`,
      labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
      annotations: { 'argocd.argoproj.io/sync-wave': String(wave ?? 0) },
    },
    stringData: { name, ...more },
  });
const namespace = (name: string, wave?: number): KubeObject => {
  const { metadata, ...rest } = made('v1', 'Namespace', name, wave, {});
  return { ...rest, metadata: { ...metadata, namespace: undefined } } as unknown as KubeObject;
};
const inNamespace = (object: KubeObject, name: string): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, namespace: name },
});
const set = (name: string, wave?: number) => argo('ApplicationSet', name, wave, {});
const settings = (data: object): KubeObject => made('v1', 'ConfigMap', 'argocd-cm', undefined, { data });
const HEALTH = settings({ 'resource.customizations.health.argoproj.io_Application': 'return {}' });

const found = (resource: KubeObject, origin?: Origin): Found<ArgoApplication> => ({
  resource: resource as unknown as ArgoApplication,
  file: `apps/${resource.metadata.name}.yaml`,
  ...(origin ? { origin } : {}),
});
/** `apps` by the name of the app of apps; what stands first is the root of all. */
function told(
  apps: Readonly<Record<string, readonly KubeObject[]>>,
  more: { readonly settings?: KubeObject; readonly sets?: Record<string, KubeObject> } = {},
) {
  const objects = Object.values(apps).flat();
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  const ofSets = Object.entries(more.sets ?? {}).map(([name, resource]) =>
    found(resource, { kind: 'ApplicationSet', name }),
  );
  const roots = Object.keys(apps).map((name) => found(application(name, undefined, 'default')));
  return checkWaves(
    Object.values(apps).map((brought, index): AppOfApps => ({ found: roots[index]!, objects: brought })),
    {
      applications: [...of('Application').map((one) => found(one)), ...ofSets],
      roots,
      applicationSets: [],
      clusterSecrets: [],
      projects: of('AppProject').map((one) => ({
        resource: one as unknown as ArgoAppProject,
        file: `projects/${one.metadata.name}.yaml`,
      })),
      ...(more.settings ? { settings: found(more.settings) } : {}),
    },
  ).map(({ level, file, object, message }) => ({ level, file, object, message }));
}
const levels = (...given: Parameters<typeof told>) => told(...given).map(({ level, object }) => `${level} ${object}`);

test('a project in a later wave is told with both waves, at its own file', () => {
  expect(
    told({ root: [application('web', -10), application('api', -5), project('shop'), cluster('eu', -20)] }),
  ).toEqual([
    {
      level: 'warning',
      file: 'projects/shop.yaml',
      object: 'AppProject shop',
      message:
        "app of apps 'root' brings 'web' in wave -10, and the AppProject 'shop', which it needs, in wave 0: with a health rule for Applications Argo CD waits for the first before it brings the second, so for ever",
    },
  ]);
});

test.each<{
  name: string;
  apps: Readonly<Record<string, readonly KubeObject[]>>;
  told: readonly string[];
  more?: Parameters<typeof told>[1];
}>([
  {
    name: 'the same wave is early enough: projects and Secrets go before Applications',
    apps: { root: [application('web', 3), project('shop', 3), cluster('eu', 3)] },
    told: [],
  },
  {
    name: 'an earlier wave',
    apps: { root: [application('web'), project('shop', -1000), cluster('eu', -1000)] },
    told: [],
  },
  { name: 'what somebody else brings is not known', apps: { root: [application('web', -10)] }, told: [] },
  {
    name: 'a project of others may be late',
    apps: { root: [application('web', -10), project('shop', -20), project('other', 5)] },
    told: [],
  },
  {
    name: 'a cluster by its name',
    apps: { root: [application('web', -10), cluster('eu')] },
    told: ['warning Application web'],
  },
  {
    name: 'a cluster by its server',
    apps: { root: [application('web', -10, 'shop', { server: 'https://eu.example.com' }), cluster('eu')] },
    told: ['warning Application web'],
  },
  { name: 'another cluster', apps: { root: [application('web', -10), cluster('us')] }, told: [] },
  {
    name: "the project default and Argo CD's own cluster are there from the beginning",
    apps: {
      root: [
        application('web', -10, 'default', { name: 'in-cluster' }),
        application('api', -10, '', { server: 'https://kubernetes.default.svc' }),
        project('default'),
        cluster('in-cluster', 0, { server: 'https://kubernetes.default.svc' }),
      ],
    },
    told: [],
  },
  {
    name: 'a cluster that Argo CD never knows is never late',
    apps: { root: [application('web', -10), cluster('eu', 0, {})] },
    told: [],
  },
  {
    name: 'a cluster Secret that nobody understands',
    apps: { root: [application('web', -10), cluster('eu', 0, { server: 'https://eu.example.com', config: '{' })] },
    told: [],
  },
  {
    name: 'with a health rule in Git it is certain',
    apps: { root: [application('web', -10), project('shop')] },
    more: { settings: HEALTH },
    told: ['error AppProject shop'],
  },
  {
    name: 'so it is with a rule for all kinds',
    apps: { root: [application('web', -10), project('shop')] },
    more: { settings: settings({ 'resource.customizations': 'argoproj.io/*:\n  health.lua: return {}\n' }) },
    told: ['error AppProject shop'],
  },
  {
    name: 'a rule for another kind says nothing',
    apps: { root: [application('web', -10), project('shop')] },
    more: { settings: settings({ 'resource.customizations.health.argoproj.io_Rollout': 'return {}' }) },
    told: ['warning AppProject shop'],
  },
  {
    name: 'an ApplicationSet has a health rule of its own',
    apps: { root: [set('all', -10), project('shop')] },
    more: { sets: { all: application('web') } },
    told: ['error AppProject shop'],
  },
  {
    name: 'nobody waits for what its Applications bring',
    apps: { root: [set('all', -10), project('shop')], infra: [application('web')] },
    more: { sets: { all: application('infra', 0, 'default', { name: 'in-cluster' }) } },
    told: [],
  },
  {
    name: 'the namespace that an Application stands in',
    apps: {
      root: [
        inNamespace(application('web', -10), 'team'),
        namespace('team'),
        inNamespace(application('api', 0), 'team'),
      ],
    },
    told: ['warning Application web'],
  },
  {
    name: 'a namespace in the same wave, or that of Argo CD itself',
    apps: {
      root: [
        inNamespace(application('web', -10), 'team'),
        namespace('team', -10),
        application('api', -10),
        namespace('argocd'),
      ],
    },
    told: [],
  },
  {
    name: 'what an app of apps brings begins in its wave',
    apps: {
      root: [application('infra', -10, 'default', { name: 'in-cluster' }), project('shop')],
      infra: [application('web', 50)],
    },
    told: ['warning AppProject shop'],
  },
  {
    name: 'so does a project that comes through one',
    apps: {
      root: [application('web', -10), application('projects', 0, 'default', { name: 'in-cluster' })],
      projects: [project('shop', -1000)],
    },
    told: ['warning AppProject shop'],
  },
  {
    name: 'twice in one: the earlier one counts',
    apps: {
      root: [application('web', -10), project('shop', 5), application('first', -20, 'default', { name: 'in-cluster' })],
      first: [project('shop')],
    },
    told: [],
  },
  {
    name: 'a circle ends',
    apps: {
      root: [application('loop', -1, 'default', { name: 'in-cluster' }), project('shop')],
      loop: [application('root', 0, 'default', { name: 'in-cluster' }), application('web', 0)],
    },
    told: ['warning AppProject shop'],
  },
])('$name', ({ apps, told: expected, more }) => {
  expect(levels(apps, more)).toEqual(expected);
});
