import { GitopsError } from '../../errors.js';
import { maskText } from '../../manifest/mask-text.js';
import { secretsIn } from '../../manifest/secrets-in.js';

const REMOTE = /no 'git' program|git fetch|git clone|hit \d+s timeout running|HTTP Error|Get "https?:|dial tcp|URL is a git repository|exec: /i;

/**
 * kustomize's own error as one of ours: one line, with the directory that was built, and without the values of Secrets that it quotes.
 *
 * @param texts the files that were built
 */
export function explainFailure(error: string, directory: string, texts: readonly string[] = []): GitopsError {
  const reason = maskText(error, secretsIn(texts))
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/'\/([^']*)'/g, "'$1'")
    .trim();
  const remote = REMOTE.test(error);
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', `kustomize cannot build '${directory}': ${reason}`, {
    hint: remote
      ? 'Remote bases and resources are not fetched: commit them, and refer to them by path.'
      : `Run \`kustomize build ${directory}\` to see it alone.`,
    source: { file: directory },
  });
}
