import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { outputSchema, validDocuments } from '../../e2e/output-schema.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';
import { captureTerminal } from '../capture-terminal.js';

const application = (name: string, path: string) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      source: { repoURL: 'https://git.example.com/a.git', path },
      destination: { name: 'in-cluster', namespace: 'shop' },
    },
  });

let repository: TempRepository;
let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'reading-'));
  repository = tempRepository();
  repository.commit('first', {
    'argo/good.yaml': application('good', 'good'),
    'good/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
    'good/two.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: two}\n',
    'broken/bad.yaml': application('bad', 'gone'),
  });
});
afterAll(() => {
  repository.remove();
  rmSync(cache, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const captured = captureTerminal({
    directory: repository.directory,
    environment: { ...process.env, XDG_CACHE_HOME: cache },
  });
  const code = await main(args, captured.terminal, new AbortController().signal);
  return { code, out: captured.out(), err: captured.err() };
}

test('render prints YAML, names or one document, by name, folder or file', async () => {
  writeFileSync(join(repository.directory, 'mine.yaml'), application('mine', 'good'));

  expect((await run('render', 'good', '-o', 'names')).out).toBe('ConfigMap one\nService two\n');
  expect((await run('render', 'good/')).out).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: two\n',
  );
  const { code, out } = await run('render', '-f', 'mine.yaml', '-o', 'json');

  expect(code).toBe(0);
  expect(validDocuments(out, outputSchema())).toMatchObject([{ kind: 'RenderResult', applications: ['mine'] }]);
  expect((await run('render', 'good', '--namespaces', '--tracking', 'annotation')).out).toContain(
    'argocd.argoproj.io/tracking-id: good:/ConfigMap:',
  );
  expect(await run('render', '--all', '-o', 'names')).toMatchObject({
    code: 1,
    out: 'ConfigMap one\nService two\n',
    err: expect.stringContaining("renders 'gone', which is not in this revision"),
  });
  expect(await run('render', 'good', '--all')).toMatchObject({ code: 64, err: expect.stringContaining('CLI_USAGE') });
  expect(await run('render')).toMatchObject({ code: 64, err: expect.stringContaining('CLI_USAGE') });
  expect(await run('render', '-f', 'none.yaml')).toMatchObject({
    code: 1,
    err: expect.stringContaining('CLI_FILE_NOT_FOUND'),
  });
});

test('render -f prints the Applications of an ApplicationSet, with clusters and recorded parameters from files', async () => {
  const set = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'previews', namespace: 'argocd' },
    spec: {
      generators: [
        {
          matrix: { generators: [{ clusters: { selector: { matchLabels: { tier: 'gold' } } } }, { pullRequest: {} }] },
        },
      ],
      template: {
        metadata: { name: '{{name}}-{{number}}' },
        spec: {
          project: 'default',
          source: { repoURL: 'https://git.example.com/a.git', path: 'good' },
          destination: { server: '{{server}}' },
        },
      },
    },
  };
  const recorded = {
    applicationSet: 'previews',
    generator: 'pullRequest',
    parameters: [{ number: '1' }, { number: '2' }],
  };
  const files = {
    'set.yaml': set,
    'clusters.yaml': [{ name: 'eu', server: 'https://eu.example.com', labels: { tier: 'gold' } }],
    'recorded.yaml': { apiVersion: 'cdk8s-gitops.io/v1', kind: 'GeneratorParameters', recordings: [recorded] },
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(repository.directory, name), toYaml(content));
  const render = ['render', '-f', 'set.yaml', '--clusters', 'clusters.yaml'];

  expect(await run(...render, '--parameters', 'recorded.yaml', '-o', 'names')).toMatchObject({
    code: 0,
    out: 'Application.argoproj.io argocd/eu-1\nApplication.argoproj.io argocd/eu-2\n',
  });
  expect((await run(...render, '--parameters', 'recorded.yaml')).out).toContain('server: https://eu.example.com\n');
  expect(await run(...render)).toMatchObject({ code: 1, err: expect.stringContaining('at   set.yaml:4') });
  expect(await run(...render, '--parameters', 'none.yaml')).toMatchObject({
    code: 1,
    err: expect.stringContaining("'none.yaml' cannot be read"),
  });
  for (const name of Object.keys(files)) rmSync(join(repository.directory, name));
});

test('list prints a row for each Argo Application, and a document that fits the schema', async () => {
  const text = await run('list');
  const json = await run('list', 'argo', '--output', 'json');

  expect(text.code).toBe(0);
  expect(text.out).toMatch(/^good +default +in-cluster +HEAD +good +directory +permitted$/m);
  expect(text.out).toMatch(/^bad +default +in-cluster +HEAD +gone +directory +missing$/m);
  expect(validDocuments(json.out, outputSchema())).toMatchObject([
    { applications: [{ name: 'good', verdict: 'permitted' }] },
  ]);
});

test('check exits 1 when there are errors and 0 otherwise, in every format', async () => {
  const broken = await run('check');
  const good = await run('check', 'argo');
  const json = await run('check', '--output', 'json');
  const sarif = await run('check', '--output', 'sarif');
  const junit = await run('check', '--output', 'junit');

  expect([broken.code, good.code, json.code, sarif.code, junit.code]).toEqual([1, 0, 1, 1, 1]);
  expect(broken.out).toContain('error missing-path: ');
  expect(broken.out).toContain('at   broken/bad.yaml:4');
  expect(good.out).toContain('no problems in 1 Argo Application with 2 objects');
  expect(validDocuments(json.out, outputSchema())).toMatchObject([{ errors: 1, findings: [{ rule: 'missing-path' }] }]);
  expect(JSON.parse(sarif.out)).toMatchObject({ runs: [{ results: [{ ruleId: 'missing-path' }] }] });
  expect(junit.out).toContain('<failure ');
});
