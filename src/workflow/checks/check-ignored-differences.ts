import type { ArgoApplication } from '../../argocd/application.js';
import { brokenExpressions } from '../../argocd/broken-expressions.js';
import { readIgnoreRules } from '../../argocd/ignore-differences.js';
import { createJq } from '../../engines/jq/create-jq.js';
import type { Jq } from '../../engines/jq/jq.js';
import type { Finding } from '../revision/finding.js';

/** Finds jq expressions of `spec.ignoreDifferences` that do not compile. The engine is started only where there are any. */
export async function checkIgnoredDifferences(
  applications: readonly { readonly resource: ArgoApplication; readonly file: string }[],
): Promise<readonly Finding[]> {
  let jq: Jq | undefined;
  const engine = (): Jq => {
    jq ??= createJq();
    return jq;
  };
  try {
    const found = await Promise.all(applications.map((application) => findingsOf(application, engine)));
    return found.flat();
  } finally {
    await jq?.close();
  }
}

async function findingsOf(
  { resource, file }: { readonly resource: ArgoApplication; readonly file: string },
  jq: () => Jq,
): Promise<readonly Finding[]> {
  const { name } = resource.metadata;
  const broken = await brokenExpressions(readIgnoreRules(resource.spec.ignoreDifferences), jq);
  return [...broken].map(([expression, reason]) => ({
    rule: 'invalid-application',
    level: 'error',
    message: `'${expression}' in spec.ignoreDifferences of the Argo Application '${name}' does not compile: ${reason}`,
    file,
    object: `Application ${name}`,
    hint: 'Correct it in jqPathExpressions.',
  }));
}
