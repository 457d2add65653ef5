import { brokenExpressions } from '../../argocd/application/broken-expressions.js';
import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import type { DesiredApplication } from '../objects/desired.js';

/**
 * What is wrong with the jq expressions of an Argo Application's ignored differences, also those that concern
 * no object yet.
 */
export async function brokenIgnores(
  { name, file, ignoreDifferences = [] }: Pick<DesiredApplication, 'name' | 'file' | 'ignoreDifferences'>,
  jq: () => Pick<Jq, 'run'>,
): Promise<readonly GitopsError[]> {
  const broken = await brokenExpressions(ignoreDifferences, jq);
  return [...broken].map(
    ([expression, reason]) =>
      new GitopsError(
        'ENGINE_JQ_FAILED',
        `'${expression}' in the ignored differences of '${name}' does not compile: ${reason}`,
        {
          object: `Application ${name}`,
          source: { file },
          hint: 'Correct it in jqPathExpressions of its ignoreDifferences, or in argocd-cm.',
        },
      ),
  );
}
