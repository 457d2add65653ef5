import { createHealth, type Health, type HealthOptions } from '../../../src/cluster/health/custom.js';
import { judgeApplication } from '../../../src/cluster/health/judge-application.js';
import { identityOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const opened: Health[] = [];
afterAll(() => Promise.all(opened.map((each) => each.close())));

function judged(live: readonly KubeObject[], missing: readonly KubeObject[] = [], options?: HealthOptions) {
  const health = createHealth(options);
  opened.push(health);
  return judgeApplication(health, [
    ...missing.map((object) => ({ object: identityOf(object), live: undefined })),
    ...live.map((object) => ({ object: identityOf(object), live: object })),
  ]);
}

const object = (
  apiVersion: string,
  kind: string,
  status?: object,
  annotations?: Record<string, string>,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: kind.toLowerCase(), ...(annotations ? { annotations } : {}) },
  ...(status ? { status } : {}),
});
const conditions = (type: string, status: string) => ({ conditions: [{ type, status, message: type }] });
const job = object('batch/v1', 'Job', conditions('Complete', 'True'));
const failedJob = (annotations?: Record<string, string>) =>
  object('batch/v1', 'Job', conditions('Failed', 'True'), annotations);
const child = (status: string) => object('argoproj.io/v1alpha1', 'Application', { health: { status } });
const statefulSet = object('apps/v1', 'StatefulSet');

test.each([
  { case: 'nothing', live: [], health: 'Healthy' },
  { case: 'objects without a health', live: [object('v1', 'ConfigMap')], health: 'Healthy' },
  {
    case: 'the worst of all',
    live: [job, object('v1', 'PersistentVolumeClaim', { phase: 'Pending' }), failedJob()],
    health: 'Degraded',
  },
  {
    case: 'a paused object',
    live: [job, object('batch/v1', 'Job', conditions('Suspended', 'True'))],
    health: 'Suspended',
  },
  {
    case: 'an object that is to be ignored',
    live: [failedJob({ 'argocd.argoproj.io/ignore-healthcheck': 'true' })],
    health: 'Healthy',
  },
  { case: 'a hook', live: [failedJob({ 'argocd.argoproj.io/hook': 'PreSync' })], health: 'Healthy' },
  { case: "a child Application's trouble", live: [child('Degraded')], health: 'Degraded' },
  { case: 'a child Application that nobody can judge', live: [child('Unknown'), child('Missing')], health: 'Healthy' },
])('as Argo CD adds up: $case', async ({ live, health }) => {
  expect((await judged(live)).health).toBe(health);
});

test.each([
  { kind: 'that Argo CD judges in Go', missing: statefulSet, health: 'Missing' },
  { kind: 'that it judges in Lua', missing: object('cert-manager.io/v1', 'Certificate'), health: 'Healthy' },
  { kind: 'that it judges in Lua and we do not', missing: object('batch/v1', 'CronJob'), health: 'Healthy' },
  { kind: 'without health', missing: object('v1', 'ConfigMap'), health: 'Healthy' },
  { kind: 'of child Applications', missing: child(''), health: 'Healthy' },
])('a missing object of a kind $kind', async ({ missing, health }) => {
  expect((await judged([job], [missing])).health).toBe(health);
});

test('a missing object of a kind with a rule of argocd-cm for exactly this kind counts', async () => {
  const certificate = object('cert-manager.io/v1', 'Certificate');
  const rule = { lua: 'return {status = "Healthy"}' };

  expect((await judged([], [certificate], { overrides: { 'cert-manager.io/Certificate': rule } })).health).toBe(
    'Missing',
  );
  expect((await judged([], [certificate], { overrides: { 'cert-manager.io/*': rule } })).health).toBe('Healthy');
});

test('names those that are not healthy, with the reason', async () => {
  const { unhealthy } = await judged([job, failedJob()], [statefulSet]);

  expect(unhealthy).toEqual([
    { object: identityOf(statefulSet), status: 'Missing', message: 'it does not exist' },
    { object: identityOf(job), status: 'Degraded', message: 'Failed' },
  ]);
});
