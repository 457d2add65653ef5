import { GitopsError } from '../../errors.js';
import { maskText } from '../../manifest/mask-text.js';
import { secretsIn } from '../../manifest/secrets-in.js';

const REMOTE =
  /no 'git' program|git fetch|git clone|hit \d+s timeout running|HTTP Error|Get "https?:|dial tcp|URL is a git repository|exec: /i;

/**
 * kustomize's own error as one of ours: one line, with the directory that was built, and without the values
 * of Secrets that it quotes.
 *
 * @param texts the files that were built
 */
export function explainFailure(error: string, directory: string, texts: readonly string[] = []): GitopsError {
  const reason = maskText(error, secretsIn(texts))
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/'\/([^']*)'/g, "'$1'")
    .trim();
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', `kustomize cannot build '${directory}': ${reason}`, {
    hint: hintFor(error, directory),
    source: { file: directory },
  });
}

function hintFor(error: string, directory: string): string {
  if (/--enable-helm/.test(error)) {
    return 'Charts are rendered as by Argo CD: where kustomize.buildOptions of the committed argocd-cm has --enable-helm. Set it there, or name the chart as a source of its own.';
  }
  if (/--enable-(alpha-plugins|exec)|plugins? disabled/i.test(error))
    return 'Plugins of kustomize are not run: commit what they generate.';
  if (REMOTE.test(error))
    return 'kustomize itself fetches nothing here: commit what it names, and refer to it by path.';
  return `Run \`kustomize build ${directory}\` to see it alone.`;
}
