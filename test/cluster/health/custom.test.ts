import { createHealth, type Health, type HealthOptions } from '../../../src/cluster/health/custom.js';
import type { HealthVerdict } from '../../../src/cluster/health/verdict.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const opened: Health[] = [];

function health(options?: HealthOptions): Health {
  const created = createHealth(options);
  opened.push(created);
  return created;
}

afterAll(() => Promise.all(opened.map((each) => each.close())));

function object(apiVersion: string, kind: string, status?: unknown, metadata: object = {}): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'x', ...metadata },
    ...(status === undefined ? {} : { status }),
  } as KubeObject;
}

const conditions = (...all: readonly [type: string, status: string, reason?: string][]) => ({
  conditions: all.map(([type, status, reason = '']) => ({ type, status, reason, message: `${type} ${reason}` })),
});
const configMap = object('v1', 'ConfigMap');
const deployment = {
  ...object('apps/v1', 'Deployment', { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }),
  spec: { replicas: 1 },
} as KubeObject;
const widget = object('example.com/v1', 'Widget', conditions(['Ready', 'True']));
const certificate = object(
  'cert-manager.io/v1',
  'Certificate',
  conditions(['Ready', 'False', 'Pending'], ['Issuing', 'True', 'DoesNotExist']),
);

async function one(judged: KubeObject, options?: HealthOptions): Promise<HealthVerdict | undefined> {
  return (await health(options).judge([judged]))[0];
}

describe('without a rule of its own', () => {
  test('no engine is started, and each is judged as before', async () => {
    const all = health();
    const verdicts = await all.judge([configMap, deployment, widget]);

    expect(verdicts.map((verdict) => verdict && [verdict.status, verdict.rule])).toEqual([
      undefined,
      ['Healthy', 'apps/Deployment'],
      ['Healthy', 'conditions'],
    ]);
    expect(all.enginesStarted).toBe(0);
  });
});

describe("by Argo CD's bundled rules", () => {
  test('a kind that has one, in order with the others, in one engine', async () => {
    const all = health();
    const verdicts = await all.judge([widget, certificate, deployment, certificate]);

    expect(verdicts.map((verdict) => verdict?.rule)).toEqual([
      'conditions',
      'argocd/cert-manager.io/Certificate',
      'apps/Deployment',
      'argocd/cert-manager.io/Certificate',
    ]);
    expect(verdicts[1]).toEqual({
      status: 'Progressing',
      message: 'Issuing DoesNotExist',
      rule: 'argocd/cert-manager.io/Certificate',
    });
    expect(all.enginesStarted).toBe(1);
  });

  test('the rule for the kind, then the one for the groups like it', async () => {
    expect(
      (await one(object('s3.aws.crossplane.io/v1beta1', 'Bucket', conditions(['Ready', 'True'], ['Synced', 'True']))))
        ?.rule,
    ).toBe('argocd/s3.aws.crossplane.io/Bucket');
    expect(
      (await one(object('ec2.aws.crossplane.io/v1beta1', 'VPC', conditions(['Ready', 'True'], ['Synced', 'True']))))
        ?.rule,
    ).toBe('argocd/_.crossplane.io/_');
  });

  test('an object on its way out is Progressing, whatever a rule says', async () => {
    const leaving = object('cert-manager.io/v1', 'Certificate', conditions(['Ready', 'True']), {
      deletionTimestamp: '2024-01-01T00:00:00Z',
    });

    expect(await one(leaving)).toMatchObject({ status: 'Progressing', rule: 'deletion' });
  });
});

describe('by rules of argocd-cm', () => {
  const says = (message: string) => ({ lua: `return {status = "Degraded", message = "${message}"}` });

  test('a custom, a native and a core kind, before all other rules', async () => {
    const overrides = { 'apps/Deployment': says('a'), ConfigMap: says('b'), 'cert-manager.io/*': says('c') };
    const verdicts = await health({ overrides }).judge([deployment, configMap, certificate, widget]);

    expect(verdicts.map((verdict) => [verdict?.rule, verdict?.message])).toEqual([
      ['argocd-cm/apps/Deployment', 'a'],
      ['argocd-cm/ConfigMap', 'b'],
      ['argocd-cm/cert-manager.io/*', 'c'],
      ['conditions', 'Ready '],
    ]);
  });

  test('a rule that returns nothing, or fails, is Unknown', async () => {
    expect(await one(widget, { overrides: { 'example.com/Widget': { lua: 'return nil' } } })).toMatchObject({
      status: 'Unknown',
      message: 'the rule returned nothing',
    });
    expect(await one(widget, { overrides: { 'example.com/Widget': { lua: 'return obj.a.b' } } })).toMatchObject({
      status: 'Unknown',
      message: expect.stringContaining('attempt to index'),
    });
  });

  test('a glob that the engine does not match leaves the verdict as it was', async () => {
    expect(await one(widget, { overrides: { 'example.com/[A-C]*': says('never') } })).toMatchObject({
      rule: 'conditions',
    });
  });
});

describe('what was judged before', () => {
  const versioned = (resourceVersion: string, status: string) =>
    object('cert-manager.io/v1', 'Certificate', conditions(['Ready', status]), { uid: 'u', resourceVersion });

  test('is not asked again in the same state, whatever object shows it; another state is', async () => {
    const all = health();
    expect(all.peek(versioned('1', 'True'))).toBeUndefined();
    await all.judge([versioned('1', 'True')]);

    expect(all.peek(versioned('1', 'True'))?.verdict?.status).toBe('Healthy');
    expect(all.peek(versioned('2', 'False'))).toBeUndefined();
    expect((await all.judge([versioned('2', 'False')]))[0]?.status).toBe('Degraded');
    expect(all.peek(versioned('1', 'True'))).toBeUndefined();
  });

  test('what needs no engine is known at once', () => {
    const all = health();

    expect([deployment, configMap, widget].map((each) => all.peek(each)?.verdict?.status)).toEqual([
      'Healthy',
      undefined,
      'Healthy',
    ]);
    expect(all.enginesStarted).toBe(0);
  });
});

test('an object whose health is to be ignored is asked no rule', async () => {
  const ignored = object('cert-manager.io/v1', 'Certificate', conditions(['Ready', 'False']), {
    annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' },
  });

  expect(await one(ignored, { rules: { '*': { judge: () => ({ status: 'Degraded' }) } } })).toBeUndefined();
});

test("what no waiting changes is told by the conditions, where Argo CD's rule only says Degraded", async () => {
  const status = conditions(['Ready', 'False', 'AuthenticationFailed'], ['Stalled', 'True']);
  const stalled = { ...object('source.toolkit.fluxcd.io/v1', 'GitRepository', status), spec: {} } as KubeObject;

  expect(await one(stalled)).toMatchObject({
    status: 'Degraded',
    final: true,
    rule: 'argocd/source.toolkit.fluxcd.io/GitRepository',
  });
});

describe('by rules of the user', () => {
  test('a function', async () => {
    expect(
      await one(widget, {
        rules: { 'example.com/Widget': { judge: ({ kind }) => ({ status: 'Suspended', message: kind }) } },
      }),
    ).toEqual({
      status: 'Suspended',
      message: 'Widget',
      rule: 'user/example.com/Widget',
    });
  });

  test('a function that fails, or has a word of its own, gives Unknown', async () => {
    const judgedBy = (judge: () => never) => one(widget, { rules: { 'example.com/Widget': { judge } } });

    expect(
      await judgedBy(() => {
        throw new TypeError('no such field');
      }),
    ).toMatchObject({ status: 'Unknown', message: 'no such field' });
    expect(await judgedBy(() => ({ status: 'Fine' }) as never)).toMatchObject({
      status: 'Unknown',
      message: "'Fine' is not a health status",
    });
  });

  test('CEL, the first expression that is true', async () => {
    const rules = {
      'example.com/*': {
        cel: {
          degraded: 'status.conditions.exists(c, c.type == "Broken" && c.status == "True")',
          progressing: 'has(status.phase) && status.phase == "Creating"',
          healthy: 'status.conditions.exists(c, c.type == "Ready" && c.status == "True")',
          message: '"phase " + status.?phase.orValue("none")',
        },
      },
    };
    const objects = [
      widget,
      object('example.com/v1', 'Gadget', conditions(['Broken', 'True'])),
      object('example.com/v1', 'Gadget', { phase: 'Creating' }),
      object('example.com/v1', 'Gadget'),
    ];
    const verdicts = await health({ rules }).judge(objects);

    expect(verdicts.map((verdict) => [verdict?.status, verdict?.message])).toEqual([
      ['Healthy', 'phase none'],
      ['Degraded', 'phase none'],
      ['Progressing', 'phase Creating'],
      ['Progressing', 'phase none'],
    ]);
    expect(verdicts[0]?.rule).toBe('cel/example.com/Widget');
  });

  test('CEL that cannot be evaluated yet is Progressing and says why', async () => {
    expect(
      await one(object('example.com/v1', 'Widget'), {
        rules: { 'example.com/Widget': { cel: { healthy: 'status.ready' } } },
      }),
    ).toMatchObject({
      status: 'Progressing',
      message: 'no such key: ready',
    });
  });

  test('CEL that does not compile is an error', async () => {
    await expect(
      one(widget, { rules: { 'example.com/Widget': { cel: { healthy: 'status.' } } } }),
    ).rejects.toMatchObject({
      code: 'ENGINE_CEL_FAILED',
    });
  });

  test('Lua, as in argocd-cm', async () => {
    expect(
      await one(widget, { rules: { 'example.com/Widget': { lua: 'return {status = "Healthy", message = "lua"}' } } }),
    ).toMatchObject({
      status: 'Healthy',
      message: 'lua',
    });
  });
});
