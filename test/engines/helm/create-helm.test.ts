import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHelm } from '../../../src/engines/helm/create-helm.js';
import type { Helm, HelmRequest } from '../../../src/engines/helm/helm.js';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { helmBinary } from '../../../tools/helm-binary.mjs';
import { type HelmCommandResult, helmTemplate } from '../../helpers/helm-command.js';
import { HELM_COMMAND, needs } from '../../helpers/needs.js';
import { CASES, chartYaml, configMap, toRequest } from './charts.js';

const binary = await helmBinary();
const withCommand = needs(binary !== undefined, HELM_COMMAND).test;

let helm: Helm;

beforeAll(() => {
  helm = createHelm();
});
afterAll(() => helm.close());

async function ours(request: Parameters<Helm['template']>[0]): Promise<HelmCommandResult> {
  try {
    return { output: (await helm.template(request)).output };
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'ENGINE_HELM_FAILED') throw error;
    return { error: error.message.replace("the chart of 'my-release': ", '') };
  }
}

describe('as the real helm template', () => {
  for (const [name, example] of Object.entries(CASES)) {
    withCommand(name, async () => {
      const request = toRequest(example);

      expect(await ours(request)).toEqual(await helmTemplate(binary!, request));
    });
  }
});

function chartOf(files: Readonly<Record<string, string>>): HelmRequest {
  return {
    chart: { files: FileSet.of({ 'Chart.yaml': chartYaml('web'), ...files }) },
    releaseName: 'my-release',
    namespace: 'my-namespace',
  };
}

describe('a packed chart', () => {
  let folder: string;
  let archive: Uint8Array;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-chart-'));
    mkdirSync(join(folder, 'web/templates'), { recursive: true });
    writeFileSync(join(folder, 'web/Chart.yaml'), chartYaml('web'));
    writeFileSync(join(folder, 'web/templates/a.yaml'), configMap('packed', '  a: {{ .Values.x | quote }}'));
    execFileSync('tar', ['-czf', 'web.tgz', 'web'], { cwd: folder });
    archive = readFileSync(join(folder, 'web.tgz'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  withCommand('alone', async () => {
    const request: HelmRequest = {
      chart: { archive },
      values: { set: ['x=1'] },
      releaseName: 'my-release',
      namespace: 'my-namespace',
    };

    expect(await ours(request)).toEqual(await helmTemplate(binary!, request));
  });

  withCommand('among the dependencies', async () => {
    const files = FileSet.of({
      'Chart.yaml': chartYaml('parent', 'dependencies: [{name: web, version: 1.2.3, repository: ""}]\n'),
    });
    const request: HelmRequest = {
      chart: { files, binaries: new Map([['charts/web-1.2.3.tgz', archive]]) },
      values: { set: ['web.x=1'] },
      releaseName: 'my-release',
      namespace: 'my-namespace',
    };

    expect(await ours(request)).toEqual(await helmTemplate(binary!, request));
  });

  test('that is none is refused', async () => {
    await expect(
      helm.template({ chart: { archive: new Uint8Array([1, 2, 3]) }, releaseName: 'r', namespace: 'n' }),
    ).rejects.toMatchObject({
      code: 'ENGINE_HELM_FAILED',
    });
  });
});

test('functions that give another value each time are named, and such a result is not kept', async () => {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'helm-cache-'));
  const cached = createHelm({ cacheDirectory });
  const again = createHelm({ cacheDirectory });
  try {
    const fixed = chartOf({ 'templates/a.yaml': configMap('a', '  a: b') });
    const random = chartOf({
      'templates/a.yaml': configMap('a', '  a: {{ randAlphaNum 20 }}-{{ now | date "2006" }}'),
    });
    const first = await cached.template(random);
    await cached.template(fixed);

    expect(first.volatile).toEqual(['now', 'randAlphaNum']);
    expect((await again.template(fixed)).output).toContain('name: a');
    expect(again.enginesStarted).toBe(0);
    expect((await again.template(random)).output).not.toBe(first.output);
  } finally {
    await Promise.all([cached.close(), again.close()]);
    rmSync(cacheDirectory, { recursive: true, force: true });
  }
});

test('what the command warns of is told', async () => {
  const { warnings } = await helm.template(chartOf({ 'Chart.yaml': chartYaml('web', 'deprecated: true\n') }));

  expect(warnings).toEqual(['this chart is deprecated']);
});

describe('a hostile chart', () => {
  test('that never ends is ended with its thread, and the engine goes on', async () => {
    const impatient = createHelm({ timeoutMs: 1_500 });
    try {
      const endless = chartOf({
        'templates/a.yaml': '{{ range $a := until 100000 }}{{ range $b := until 100000 }}{{ end }}{{ end }}',
      });

      await expect(impatient.template(endless)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
      await expect(
        impatient.template(chartOf({ 'templates/a.yaml': configMap('a', '  a: b') })),
      ).resolves.toMatchObject({ warnings: [] });
    } finally {
      await impatient.close();
    }
  });

  test.each([
    ['prints without end', { 'templates/a.yaml': '{{ range until 1000000 }}{{ repeat 10000 "x" }}{{ end }}' }],
    ['allocates at once', { 'templates/a.yaml': '{{ repeat 2000000000 "x" | len }}' }],
  ])('that %s runs out of its memory, and the engine goes on', async (_name, files) => {
    const small = createHelm({ memoryMb: 128, timeoutMs: 20_000 });
    try {
      await expect(small.template(chartOf(files))).rejects.toMatchObject({
        code: expect.stringMatching(/^ENGINE_(FAILED|TIMEOUT|HELM_FAILED)$/),
      });
      await expect(small.template(chartOf({ 'templates/a.yaml': configMap('a', '  a: b') }))).resolves.toMatchObject({
        warnings: [],
      });
    } finally {
      await small.close();
    }
  });

  test.each([
    [
      'values as YAML bombs',
      {
        'values.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'abcdefghi'
          .split('')
          .slice(1)
          .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
          .join('\n')}\n`,
      },
    ],
    [
      'templates that include themselves',
      { 'templates/_a.tpl': '{{ define "a" }}{{ include "a" . }}{{ end }}', 'templates/a.yaml': '{{ include "a" . }}' },
    ],
    [
      'templates that call themselves',
      {
        'templates/_a.tpl': '{{ define "a" }}{{ template "a" . }}{{ end }}',
        'templates/a.yaml': '{{ template "a" . }}',
      },
    ],
    ['schemas from the network', { 'values.schema.json': '{"$ref":"https://127.0.0.1:1/x.json"}' }],
    ['schemas from the disk', { 'values.schema.json': '{"$ref":"file:///etc/passwd"}' }],
  ])('with %s is refused', async (_name, files) => {
    await expect(helm.template(chartOf(files))).rejects.toMatchObject({ code: 'ENGINE_HELM_FAILED' });
  });

  test('finds no files, no network and no environment', async () => {
    const { output } = await helm.template(
      chartOf({
        'templates/a.yaml': configMap(
          'a',
          '  a: "{{ getHostByName "localhost" }}{{ .Files.Get "/etc/passwd" }}{{ .Files.Get "../../etc/passwd" }}"',
        ),
      }),
    );

    expect(output).toContain('a: ""');
  });
});

test('a release name that is none is refused', async () => {
  await expect(helm.template({ ...chartOf({}), releaseName: 'Not A Name' })).rejects.toMatchObject({
    code: 'ENGINE_HELM_FAILED',
  });
});
