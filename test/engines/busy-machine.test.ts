// A limit of an engine is a verdict about what it was given, and not about the machine: whatever else runs
// there, a work that would go on for ever has its time of the processor first.
import { expressionTests } from '../../src/argocd/project/expression-tests.js';
import { createHelm } from '../../src/engines/helm/create-helm.js';
import { createJq } from '../../src/engines/jq/create-jq.js';
import { createJsonnet } from '../../src/engines/jsonnet/create-jsonnet.js';
import { createLuaHealth } from '../../src/engines/lua-health/create-lua-health.js';
import { createTemplates } from '../../src/engines/template/create-templates.js';
import { FileSet } from '../../src/files/file-set.js';
import { onBusyMachine } from '../helpers/busy-machine.js';

interface Endless {
  readonly name: string;
  /** Processor time that is its own. */
  readonly limitMs: number;
  /** Of an engine that has begun: `work` gives what is said at the end. */
  open(limitMs: number): { begin(): Promise<unknown>; work(): Promise<string>; close(): Promise<void> };
}

const codeOf = (error: { readonly code?: string }): string => String(error.code);
const chart = (template: string) => ({
  chart: {
    files: FileSet.of({ 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n', 'templates/a.yaml': template }),
  },
  releaseName: 'a',
  namespace: 'a',
});
const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' } };

const ENDLESS: readonly Endless[] = [
  {
    name: 'a chart',
    limitMs: 700,
    open: (timeoutMs) => {
      const helm = createHelm({ timeoutMs });
      const endless = '{{ range $a := until 100000 }}{{ range $b := until 100000 }}{{ end }}{{ end }}';
      return {
        begin: () => helm.template(chart('')),
        work: () => helm.template(chart(endless)).then(String, codeOf),
        close: () => helm.close(),
      };
    },
  },
  {
    name: 'a jsonnet file',
    limitMs: 700,
    open: (timeoutMs) => {
      const jsonnet = createJsonnet({ timeoutMs });
      const evaluate = (text: string) =>
        jsonnet.evaluate({ files: FileSet.of({ 'a.jsonnet': text }), file: 'a.jsonnet' });
      const endless = 'std.foldl(function(a, b) std.length(std.range(1, 100000)), std.range(1, 1000000), 0)';
      return {
        begin: () => evaluate('1'),
        work: () => evaluate(endless).then(String, codeOf),
        close: () => jsonnet.close(),
      };
    },
  },
  {
    name: 'a template of an ApplicationSet',
    limitMs: 700,
    open: (timeoutMs) => {
      const templates = createTemplates({ timeoutMs });
      const render = (template: string) => templates.render({ template, parameters: [{}], goTemplate: true });
      return {
        begin: () => render('a'),
        work: () => render('{{ range 1000000000000 }}{{ end }}').then(String, codeOf),
        close: () => templates.close(),
      };
    },
  },
  {
    name: 'a health rule in Lua, by its own clock',
    limitMs: 1_000,
    open: () => {
      const health = createLuaHealth();
      const judge = async (lua: string) =>
        (await health.judge([widget], { 'example.com/Widget': { lua } }))[0]?.message ?? '';
      return {
        begin: () => judge('return {status = "Healthy"}'),
        work: () => judge('while true do end'),
        close: () => health.close(),
      };
    },
  },
  {
    name: 'a jq expression, by its own clock',
    limitMs: 1_000,
    open: () => {
      const jq = createJq();
      return {
        begin: () => jq.run('.', [1]),
        work: async () => (await jq.run('def f: f; f', [1]))[0]?.error ?? '',
        close: () => jq.close(),
      };
    },
  },
  {
    name: 'an expression of an AppProject',
    limitMs: 200,
    open: () => ({
      begin: async () => undefined,
      work: async () => {
        try {
          return String(expressionTests(/^(a+)+$/u, `${'a'.repeat(40)}b`));
        } catch (error) {
          return codeOf(error as { readonly code?: string });
        }
      },
      close: async () => undefined,
    }),
  },
];

test.each(ENDLESS)('$name has its time of the processor before it is ended', async ({ limitMs, open }) => {
  const { begin, work, close } = open(limitMs);
  try {
    await begin();

    const { said, usedMs } = await onBusyMachine(async () => {
      const before = process.cpuUsage();
      const said = await work();
      const { user, system } = process.cpuUsage(before);
      return { said, usedMs: (user + system) / 1000 };
    });

    expect(said).toMatch(/^(ENGINE_TIMEOUT|ERR_SCRIPT_EXECUTION_TIMEOUT|.*deadline exceeded)$/);
    // Less than a tick of Linux's clock is nothing.
    expect(usedMs).toBeGreaterThanOrEqual(limitMs - 20);
  } finally {
    await close();
  }
});
