import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../../src/cli/main.js';
import { captureTerminal } from '../../capture-terminal.js';

const LIVE = `
apiVersion: v1
kind: List
items:
- apiVersion: cert-manager.io/v1
  kind: Certificate
  metadata: {name: tls, namespace: shop}
  status: {conditions: [{type: Ready, status: "True", message: issued}]}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings, namespace: shop}
- apiVersion: example.com/v1
  kind: Widget
  metadata: {name: w}
  status: {conditions: [{type: Stalled, status: "True", reason: Broken}]}
`;
const ARGOCD_CM = `
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm}
data:
  resource.customizations.health.example.com_Widget: 'return {status = "Healthy", message = obj.metadata.name}'
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'health-'));
  writeFileSync(join(directory, 'live.yaml'), LIVE);
  writeFileSync(join(directory, 'argocd-cm.yaml'), ARGOCD_CM);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function run(...args: string[]) {
  return runAt(undefined, ...args);
}

async function runAt(columns: number | undefined, ...args: string[]) {
  const captured = captureTerminal({ directory, columns: () => columns });
  const code = await main(['health', ...args], captured.terminal, new AbortController().signal);
  return { code, out: captured.out(), err: captured.err() };
}

test('judges each object, and exits 3 when one is not healthy', async () => {
  const { code, out } = await run('-f', 'live.yaml', '--output', 'json');

  expect(code).toBe(3);
  expect(JSON.parse(out)).toEqual({
    apiVersion: 'cdk8s-gitops.io/v1',
    kind: 'HealthResult',
    status: 'Degraded',
    objects: [
      {
        group: 'cert-manager.io',
        kind: 'Certificate',
        namespace: 'shop',
        name: 'tls',
        status: 'Healthy',
        message: 'issued',
        rule: 'argocd/cert-manager.io/Certificate',
      },
      { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings', status: '', message: '', rule: '' },
      {
        group: 'example.com',
        kind: 'Widget',
        namespace: '',
        name: 'w',
        status: 'Degraded',
        message: 'Stalled=True: Broken',
        rule: 'conditions',
      },
    ],
  });
});

test('takes the rules of argocd-cm first, and exits 0 when all are healthy', async () => {
  const { code, out } = await run('-f', 'live.yaml', '--argocd-cm', 'argocd-cm.yaml');

  expect(code).toBe(0);
  expect(out).toMatch(/Healthy +Widget\.example\.com +- +w +argocd-cm\/example\.com\/Widget +w/);
});

test.each([
  ['health-rules.yaml', `example.com/Widget: {cel: {healthy: 'metadata.name == "w"'}}`, 'cel/example.com/Widget'],
  ['health-rules.json', `{"example.com/Widget": {"lua": "return {status = 'Healthy'}"}}`, 'lua/example.com/Widget'],
  ['argocd-cm.yaml', ARGOCD_CM, 'lua/example.com/Widget'],
])('takes rules of the user from %s', async (file, content, rule) => {
  writeFileSync(join(directory, file), content);

  const { code, out } = await run('-f', 'live.yaml', '--health-rules', file);

  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(rule) });
});

test('refuses rules that are none, by name', async () => {
  writeFileSync(join(directory, 'rules.yaml'), 'example.com/Widget: {healthy: "true"}');

  expect(await run('-f', 'live.yaml', '--health-rules', 'rules.yaml')).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      /CLUSTER_HEALTH_RULES_INVALID: the health rules 'rules.yaml' cannot be used: example.com\/Widget has none of/,
    ),
  });
  expect(await run('-f', 'live.yaml', '--health-rules', 'absent.yaml')).toMatchObject({
    code: 1,
    err: expect.stringContaining('CLI_FILE_NOT_FOUND'),
  });
});

test('says which file is not there', async () => {
  const { code, err } = await run('-f', 'absent.yaml');

  expect(code).toBe(1);
  expect(err).toContain("'absent.yaml' cannot be read: it does not exist");
});

test('expressions that do not compile are all told before anything is judged, also those of kinds that are not there', async () => {
  const rules =
    'example.com/Absent: {cel: {healthy: "spec.("}}\nexample.com/Widget: {cel: {healthy: "true", message: "nothing.here"}}';
  writeFileSync(join(directory, 'rules.yaml'), rules);

  const { code, out, err } = await run('-f', 'live.yaml', '--health-rules', 'rules.yaml');

  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(
    "ENGINE_CEL_FAILED: health rules in 'rules.yaml': 'healthy' of 'example.com/Absent' is not valid CEL",
  );
  expect(err).toContain("'message' of 'example.com/Widget' is not valid CEL");
});

test.each([
  { columns: 60, args: [], isCut: true },
  { columns: 60, args: ['--output', 'wide'], isCut: false },
  { columns: 200, args: [], isCut: false },
  { columns: undefined, args: [], isCut: false },
])('at $columns columns with $args the table is cut: $isCut', async ({ columns, args, isCut }) => {
  const { out } = await runAt(columns, '-f', 'live.yaml', ...args);

  expect(out.includes('…')).toBe(isCut);
  expect(out.includes('Stalled=True: Broken')).toBe(!isCut);
  expect(Math.max(...out.split('\n').map((line) => line.length)) <= 60).toBe(isCut);
});
