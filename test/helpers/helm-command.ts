import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { HelmRequest } from '../../src/engines/helm/helm.js';

export type HelmCommandResult = { readonly output: string; readonly error?: undefined } | { readonly output?: undefined; readonly error: string };

const run = promisify(execFile);

/** What the real `helm template` says to a request: its output, or its error without "Error: " and our temporary folder. */
export async function helmTemplate(binary: string, request: HelmRequest): Promise<HelmCommandResult> {
  const folder = mkdtempSync(join(tmpdir(), 'helm-template-'));
  const write = (path: string, content: string | Uint8Array): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  try {
    const { chart, values = {}, apiVersions = [] } = request;
    if (chart.archive !== undefined) write('chart.tgz', chart.archive);
    else {
      mkdirSync(join(folder, 'chart'));
      for (const [path, content] of chart.files.entries()) write(`chart/${path}`, content);
      for (const [path, bytes] of chart.binaries ?? []) write(`chart/${path}`, bytes);
    }
    const flags = [
      ...(values.files ?? []).flatMap(({ name, content }) => ['--values', write(name, content)]),
      ...(values.setJson ?? []).flatMap((text) => ['--set-json', text]),
      ...(values.set ?? []).flatMap((text) => ['--set', text]),
      ...(values.setString ?? []).flatMap((text) => ['--set-string', text]),
      ...(values.setFile ?? []).flatMap(({ name, content }, index) => ['--set-file', `${name}=${write(`set-file-${index}`, content)}`]),
      ...(values.setLiteral ?? []).flatMap((text) => ['--set-literal', text]),
      ...apiVersions.flatMap((version) => ['--api-versions', version]),
      ...(request.kubeVersion ? ['--kube-version', request.kubeVersion] : []),
      ...(request.includeCrds ? ['--include-crds'] : []),
      ...(request.skipTests ? ['--skip-tests'] : []),
      ...(request.noHooks ? ['--no-hooks'] : []),
      ...(request.isUpgrade ? ['--is-upgrade'] : []),
      ...(request.skipSchemaValidation ? ['--skip-schema-validation'] : []),
    ];
    const target = join(folder, chart.archive !== undefined ? 'chart.tgz' : 'chart');
    const environment = {
      HOME: folder,
      HELM_CACHE_HOME: folder,
      HELM_CONFIG_HOME: folder,
      HELM_DATA_HOME: folder,
      KUBECONFIG: join(folder, 'none'),
      TZ: 'UTC',
    };
    const args = ['template', request.releaseName, target, '--namespace', request.namespace, ...flags];
    const { stdout } = await run(binary, args, { env: environment, cwd: folder, maxBuffer: 1 << 26 });
    return { output: stdout };
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    const said = stderr.slice(stderr.indexOf('Error: ') + 'Error: '.length);
    return {
      error: said
        .replaceAll(`${folder}/`, '')
        .replace(/\n\nUse --debug flag to render out invalid YAML/, '')
        .trim(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
