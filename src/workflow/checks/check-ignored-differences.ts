import type { ArgoApplication } from '../../argocd/application/application.js';
import { brokenExpressions } from '../../argocd/application/broken-expressions.js';
import { type IgnoreRule, readIgnoreRules } from '../../argocd/application/ignore-differences.js';
import { createJq } from '../../engines/jq/create-jq.js';
import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import { lineOf } from '../../manifest/line-of.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import { type Finding, findingOf } from '../verdicts/finding.js';

/**
 * Finds jq expressions that do not compile in `spec.ignoreDifferences`, and in those of `argocd-cm`. The
 * engine is started only where there are any.
 */
export async function checkIgnoredDifferences({
  resources,
  tree,
  engine: { cacheDirectory },
}: Pick<RevisionFiles, 'engine' | 'resources' | 'tree'>): Promise<readonly Finding[]> {
  let jq: Jq | undefined;
  const engine = (): Jq => {
    jq ??= createJq({ cacheDirectory });
    return jq;
  };
  try {
    const found = await Promise.all([
      ...[...resources.applications, ...resources.roots].map((application) => findingsOf(application, engine)),
      findingsOfSettings(resources, tree, engine),
    ]);
    return found.flat();
  } finally {
    await jq?.close();
  }
}

async function findingsOf({ resource, file }: Found<ArgoApplication>, jq: () => Jq): Promise<readonly Finding[]> {
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

async function findingsOfSettings(
  { settings }: ArgoResources,
  { files }: RevisionFiles['tree'],
  jq: () => Jq,
): Promise<readonly Finding[]> {
  if (settings === undefined) return [];
  const text = files.get(settings.file);
  const at = (wanted: string) => {
    const line = lineOf(text, wanted) ?? lineOf(text, 'argocd-cm');
    return { file: settings.file, line };
  };
  let rules: readonly IgnoreRule[];
  try {
    rules = readIgnoreRules(undefined, settings.resource);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return GitopsError.each(error).map((problem) => ({
      ...findingOf(problem),
      ...at(/^'([^']+)'/.exec(problem.message)?.[1] ?? ''),
    }));
  }
  return [...(await brokenExpressions(rules, jq))].map(([expression, reason]) => ({
    rule: 'invalid-settings',
    level: 'error',
    message: `'${expression}' in the ignored differences of argocd-cm does not compile: ${reason}`,
    ...at(expression),
    object: 'ConfigMap argocd-cm',
    hint: 'Correct it in jqPathExpressions: it concerns every Argo Application.',
  }));
}
