import { GitopsError } from '../../errors.js';
import { joinedLines } from '../../host/joined-lines.js';
import { maskText } from '../../manifest/mask-text.js';
import { secretsIn } from '../../manifest/secrets-in.js';

const REMOTE =
  /no 'git' program|git fetch|git clone|hit \d+s timeout running|HTTP Error|Get "https?:|dial tcp|URL is a git repository|exec: /i;

const NEEDS_HELM = /must specify --enable-helm/;
const PLUGIN = /--enable-(alpha-plugins|exec)|plugins? disabled/i;

/**
 * kustomize's error as a GitopsError: one line, with the directory that was built, and without the values of
 * Secrets that kustomize quotes.
 *
 * @param texts the files that were built
 */
export function explainFailure(error: string, directory: string, texts: readonly string[] = []): GitopsError {
  const reason = joinedLines(maskText(error, secretsIn(texts)), ' ')
    .replaceAll(/'\/([^']*)'/g, "'$1'")
    // Addresses of Go differ in each run.
    .replaceAll(/ &\{0x[\da-f][^}]*(?:\}|$)/g, '')
    .trim();
  if (PLUGIN.test(error)) return pluginNotRun(directory, reason);
  // The path through bases differs for each folder, and the cause is the same.
  const told = NEEDS_HELM.test(reason) ? 'its helmCharts must specify --enable-helm' : reason;
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', `kustomize cannot build '${directory}': ${told}`, {
    hint: hintFor(error, directory),
    object: /\bof object (\S+): /.exec(reason)?.[1],
    source: { file: directory },
  });
}

/**
 * The error for generators and transformers that are commands or containers, such as KSOPS. They may need
 * keys and a network.
 */
function pluginNotRun(directory: string, reason: string): GitopsError {
  const plugin = /external plugin '([^']+)'/.exec(reason)?.[1];
  // The path through bases to the plugin differs for each folder, and helps nobody.
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    plugin === undefined
      ? `'${directory}' uses a plugin of kustomize, which is not run: ${reason}`
      : `'${directory}' uses the plugin '${plugin}' of kustomize, which is not run`,
    {
      hint: 'Its objects are not checked and not synced here. Argo CD runs it where its settings allow that.',
      source: { file: directory },
    },
  );
}

function hintFor(error: string, directory: string): string {
  if (/--enable-helm/.test(error)) {
    return 'Charts are rendered as by Argo CD: where kustomize.buildOptions of the committed argocd-cm has --enable-helm. Set it there, or give it with --argocd-settings, or name the chart as a source of its own.';
  }
  if (REMOTE.test(error))
    return 'kustomize itself fetches nothing here: commit what it names, and refer to it by path.';
  return `Run \`kustomize build ${directory}\` to see it alone.`;
}
