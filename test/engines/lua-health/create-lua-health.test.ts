import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledHealthRules } from '../../../src/engines/lua-health/bundled-health-rules.js';
import { createLuaHealth } from '../../../src/engines/lua-health/create-lua-health.js';
import type { LuaHealth } from '../../../src/engines/lua-health/lua-health.js';
import type { LuaOverride } from '../../../src/engines/lua-health/lua-override.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { engineCache } from '../../../tools/build-engines.mjs';

interface ArgoCase {
  readonly rule: string;
  readonly file: string;
  readonly object: KubeObject;
  readonly status: string;
  readonly message: string;
}

/** Argo CD's own tests of its rules, which the build collects out of its Go module. */
const CASES = JSON.parse(
  readFileSync(join(engineCache('health'), 'test/health-cases.json'), 'utf8'),
) as readonly ArgoCase[];

const WIDGET: KubeObject = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w' },
  status: { phase: 'Running', items: [], count: 3 },
};

let health: LuaHealth;

beforeAll(() => {
  health = createLuaHealth();
});
afterAll(() => health.close());

async function judgeWith(lua: string, override: Omit<LuaOverride, 'lua'> = {}) {
  return (await health.judge([WIDGET], { 'example.com/Widget': { lua, ...override } }))[0];
}

describe("Argo CD's own cases", () => {
  test('are all there', () => {
    expect(CASES.length).toBeGreaterThan(1_000);
    expect(bundledHealthRules().length).toBeGreaterThan(230);
  });

  test('all give the status and the message that Argo CD expects', async () => {
    const verdicts = await health.judge(CASES.map(({ object }) => object));
    const differences = CASES.flatMap(({ rule, file, status, message }, index) => {
      const found = verdicts[index]!;
      return found.status === status && found.message === message
        ? []
        : [{ case: `${rule}/${file}`, expected: { status, message }, found }];
    });

    expect(differences).toEqual([]);
  });
});

describe('which rule judges', () => {
  const crossplane: KubeObject = {
    apiVersion: 's3.aws.crossplane.io/v1beta1',
    kind: 'Bucket',
    metadata: { name: 'b' },
    status: {},
  };

  test('the bundled one of the kind itself before one by wildcard', async () => {
    const verdicts = await health.judge([
      crossplane,
      { ...crossplane, apiVersion: 'sqs.aws.crossplane.io/v1', kind: 'Queue' },
      WIDGET,
    ]);

    expect(verdicts.map(({ rule }) => rule)).toEqual([
      'argocd/s3.aws.crossplane.io/Bucket',
      'argocd/_.crossplane.io/_',
      '',
    ]);
  });

  test('an override before bundled ones, an exact one before a glob', async () => {
    const lua = (message: string) => ({ lua: `return {status = "Healthy", message = "${message}"}` });
    const objects = [crossplane, WIDGET, { ...WIDGET, kind: 'Gadget' }, { ...WIDGET, apiVersion: 'v1', kind: 'Pod' }];
    const verdicts = await health.judge(objects, {
      '*.crossplane.io/*': lua('a'),
      'example.com/Widget': lua('b'),
      'example.com/*': lua('c'),
      Pod: lua('d'),
    });

    expect(verdicts.map(({ rule, message }) => [rule, message])).toEqual([
      ['argocd-cm/*.crossplane.io/*', 'a'],
      ['argocd-cm/example.com/Widget', 'b'],
      ['argocd-cm/example.com/*', 'c'],
      ['argocd-cm/Pod', 'd'],
    ]);
  });
});

describe('what a script may return, as in Argo CD', () => {
  test.each([
    ['return {status = "Healthy", message = "fine"}', 'Healthy', 'fine'],
    ['return {Status = "Degraded"}', 'Degraded', ''],
    ['return nil', '', ''],
    ['return {}', '', ''],
    ['return 3', 'Unknown', 'expect table output from Lua script, not number'],
    ['return {status = "Splendid"}', 'Unknown', 'Lua returned an invalid health status'],
    ['error("boom")', 'Unknown', '<string>:1: boom'],
    ['return {status = "Healthy", message = tostring(obj.status.count + 1)}', 'Healthy', '4'],
    ['return {status = "Healthy", message = tostring(#obj.status.items)}', 'Healthy', '0'],
  ])('%s', async (lua, status, message) => {
    expect(await judgeWith(lua)).toEqual({ rule: 'argocd-cm/example.com/Widget', status, message });
  });

  test('a script that is not Lua gives Unknown with the place', async () => {
    expect(await judgeWith('x =')).toMatchObject({
      status: 'Unknown',
      message: expect.stringContaining('syntax error'),
    });
  });
});

describe('the libraries', () => {
  test('are base, table and require("os") without useOpenLibs', async () => {
    const probe =
      'return {status = "Healthy", message = tostring(string) .. tostring(os) .. tostring(io) .. type(table.insert) .. type(require("os").time)}';

    expect((await judgeWith(probe))?.message).toBe('nilnilnilfunctionfunction');
  });

  test('are all with useOpenLibs, and still reach nothing outside', async () => {
    const probe =
      'return {status = "Healthy", message = string.upper("a") .. tostring(io.open("/etc/passwd")) .. tostring(os.getenv("PATH")) .. tostring(os.execute("true"))}';

    expect((await judgeWith(probe, { openLibs: true }))?.message).toBe('Anilnil1');
  });

  test('cannot end the engine', async () => {
    expect(await judgeWith('os.exit(3)', { openLibs: true })).toMatchObject({
      status: 'Unknown',
      message: expect.stringContaining('os.exit'),
    });
  });

  test('print nowhere', async () => {
    expect(
      await judgeWith('print("hello") io.write("hello") return {status = "Healthy"}', { openLibs: true }),
    ).toMatchObject({ status: 'Healthy' });
  });
});

describe('a hostile script', () => {
  test('that never ends is stopped after a second, and the others are judged', async () => {
    const objects = [WIDGET, { ...WIDGET, kind: 'Gadget' }];
    const verdicts = await health.judge(objects, {
      'example.com/Widget': { lua: 'while true do end' },
      'example.com/Gadget': { lua: 'return {status = "Healthy"}' },
    });

    expect(verdicts.map(({ status, message }) => [status, message])).toEqual([
      ['Unknown', '<string>:1: context deadline exceeded'],
      ['Healthy', ''],
    ]);
  });

  test('that never comes back from a library is ended with its thread, and the others are judged', async () => {
    const patient = createLuaHealth({ timeoutMs: 1_500 });
    try {
      const objects = [{ ...WIDGET, kind: 'Gadget' }, WIDGET];
      const lua = `return {status = "Healthy", message = string.find(string.rep("a", 40), string.rep("a*", 30) .. "b")}`;
      const verdicts = await patient.judge(objects, {
        'example.com/Widget': { lua, openLibs: true },
        'example.com/Gadget': { lua: 'return {status = "Healthy"}' },
      });

      expect(verdicts.map(({ status }) => status)).toEqual(['Healthy', 'Unknown']);
      expect(verdicts[1]?.message).toContain('did not end within');
    } finally {
      await patient.close();
    }
  });

  test('that takes all memory is ended with its thread, and the engine goes on', async () => {
    const small = createLuaHealth({ memoryMb: 64 });
    try {
      const [verdict] = await small.judge([WIDGET], {
        'example.com/Widget': {
          lua: 'local t = {} while true do t[#t+1] = string.rep("x", 1000000) .. #t end',
          openLibs: true,
        },
      });

      expect(verdict).toMatchObject({ status: 'Unknown', message: expect.stringMatching(/memory|stopped|deadline/) });
      expect(
        await small.judge([WIDGET], { 'example.com/Widget': { lua: 'return {status = "Healthy"}' } }),
      ).toMatchObject([{ status: 'Healthy' }]);
    } finally {
      await small.close();
    }
  });

  test('that calls itself for ever runs out of stack', async () => {
    expect(await judgeWith('local function f() return 1 + f() end return f()')).toMatchObject({
      status: 'Unknown',
      message: expect.stringContaining('stack overflow'),
    });
  });

  test('that waits for a channel is ended', async () => {
    const patient = createLuaHealth({ timeoutMs: 1_500 });
    try {
      const [verdict] = await patient.judge([WIDGET], {
        'example.com/Widget': { lua: 'local c = channel.make() c:receive()', openLibs: true },
      });

      expect(verdict?.status).toBe('Unknown');
    } finally {
      await patient.close();
    }
  });
});

test('a closed engine says so', async () => {
  const closed = createLuaHealth();
  await closed.close();

  await expect(closed.judge([WIDGET])).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});

test('nothing is started before it is needed', async () => {
  const idle = createLuaHealth();

  expect(idle.enginesStarted).toBe(0);
  await idle.close();
});
