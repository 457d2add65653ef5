import { GitopsError } from '../../errors.js';
import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import { maskText } from '../../manifest/mask-text.js';
import type { Helm, HelmRequest, HelmResult } from '../helm/helm.js';
import { valuesOfSecrets } from '../helm/values-of-secrets.js';
import { limitConcurrency } from './limit-concurrency.js';
import { runEngine } from './run-engine.js';

export interface NativeHelmOptions {
  /** The command. Default: `helm`, on PATH. */
  readonly command?: string;
  /**
   * The limit of one chart, in milliseconds of processor time. Default: 60,000. By the clock it ends at 20
   * times that and not before 10 minutes, and when it does nothing for so long.
   */
  readonly timeoutMs?: number | undefined;
  /** The hint for a chart that exceeds the limit. Default: to run it by hand. */
  readonly timeoutHint?: string;
}

const VERSION_TIMEOUT_MS = 30_000;

/**
 * The `helm template` command of this machine, one process for each chart. It has no configuration, plugins,
 * credentials or cluster. Results are not cached, because a template may be random.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export async function createNativeHelm(options: NativeHelmOptions = {}): Promise<Helm> {
  const { command = 'helm', timeoutMs = 60_000, timeoutHint } = options;
  const { stdout } = await runEngine({
    command,
    args: ['version', '--template', '{{.Version}}'],
    timeoutMs: VERSION_TIMEOUT_MS,
    what: 'its version',
  });
  const limit = limitConcurrency();
  let started = 0;
  return {
    version: stdout.trim().replace(/^v/, ''),
    get enginesStarted() {
      return started;
    },
    async template(request) {
      started++;
      return withTemporaryFolder('engine', filesOf(request), async (folder): Promise<HelmResult> => {
        const what = `the chart of '${request.releaseName}'`;
        const run = {
          command,
          args: argumentsOf(request, folder),
          directory: folder,
          environment: homes(folder),
          timeoutMs,
          timeoutHint,
          what,
        };
        const answer = await limit(() => runEngine(run));
        const said = inWordsOf(request, answer.stderr.replaceAll(`${folder}/`, ''));
        if (answer.code !== 0) throw refusal(request, said);
        const warnings = said.split('\n').flatMap((line) => /WARNING:? (.+)/i.exec(line)?.[1] ?? []);
        return { output: answer.stdout, warnings: warnings.sort(), volatile: [] };
      });
    },
    close: async () => {},
  };
}

function* filesOf({ chart, values = {} }: HelmRequest): Iterable<readonly [string, string | Uint8Array]> {
  if (chart.archive !== undefined) yield ['chart.tgz', chart.archive];
  else {
    for (const [path, content] of [...chart.files.entries(), ...(chart.binaries ?? [])])
      yield [`chart/${path}`, content];
  }
  for (const [index, { content }] of (values.files ?? []).entries()) yield [`values-${index}.yaml`, content];
  for (const [index, { content }] of (values.setFile ?? []).entries()) yield [`set-file-${index}`, content];
}

function argumentsOf(request: HelmRequest, folder: string): readonly string[] {
  const { chart, values = {}, releaseName, namespace } = request;
  const each = (flag: string, texts: readonly string[] = []) => texts.flatMap((text) => [flag, text]);
  return [
    'template',
    ...['--namespace', namespace],
    ...each(
      '--values',
      values.files?.map((_, index) => `${folder}/values-${index}.yaml`),
    ),
    ...each('--set-json', values.setJson),
    ...each('--set', values.set),
    ...each('--set-string', values.setString),
    ...each(
      '--set-file',
      values.setFile?.map(({ name }, index) => `${name}=${folder}/set-file-${index}`),
    ),
    ...each('--set-literal', values.setLiteral),
    ...each('--api-versions', request.apiVersions),
    ...(request.kubeVersion ? ['--kube-version', request.kubeVersion] : []),
    ...(request.includeCrds ? ['--include-crds'] : []),
    ...(request.skipTests ? ['--skip-tests'] : []),
    ...(request.noHooks ? ['--no-hooks'] : []),
    ...(request.isUpgrade ? ['--is-upgrade'] : []),
    ...(request.skipSchemaValidation ? ['--skip-schema-validation'] : []),
    ...(request.nameTemplate ? ['--name-template', request.nameTemplate] : []),
    ...[
      '--',
      ...(request.nameTemplate ? [] : [releaseName]),
      chart.archive === undefined ? `${folder}/chart` : `${folder}/chart.tgz`,
    ],
  ];
}

/** Replaces the names of temporary files in the command's output by the names in the request. */
function inWordsOf({ values = {} }: HelmRequest, said: string): string {
  return (values.files ?? []).reduceRight(
    (text, { name }, index) => text.replaceAll(`values-${index}.yaml`, () => name),
    said,
  );
}

function homes(folder: string): Readonly<Record<string, string>> {
  return {
    HOME: folder,
    HELM_CACHE_HOME: folder,
    HELM_CONFIG_HOME: folder,
    HELM_DATA_HOME: folder,
    HELM_PLUGINS: folder,
    KUBECONFIG: `${folder}/none`,
  };
}

function refusal(request: HelmRequest, answer: string): GitopsError {
  const { releaseName } = request;
  const said = maskText(answer, valuesOfSecrets(request));
  const reason = said
    .slice(said.indexOf('Error: ') + 'Error: '.length)
    .replace(/\n\nUse --debug flag to render out invalid YAML/, '')
    .trim();
  return new GitopsError('ENGINE_HELM_FAILED', `the chart of '${releaseName}': ${reason}`, {
    hint: 'Run `helm template` on the chart to see it alone.',
  });
}
