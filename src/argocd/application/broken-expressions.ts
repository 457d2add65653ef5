import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import type { IgnoreRule } from './ignore-differences.js';

/**
 * The jq expressions of these rules that do not compile, each with the reason, in their order.
 *
 * @param jq creates the jq engine, when there is an expression
 */
export async function brokenExpressions(
  rules: readonly IgnoreRule[],
  jq: () => Pick<Jq, 'run'>,
): Promise<ReadonlyMap<string, string>> {
  const expressions = [...new Set(rules.flatMap(({ jqPathExpressions }) => jqPathExpressions))];
  const reasons = await Promise.all(expressions.map((expression) => reasonOf(expression, jq())));
  return new Map(
    expressions.flatMap((expression, index) =>
      reasons[index] === undefined ? [] : [[expression, reasons[index]] as const],
    ),
  );
}

/** The error of the expression alone is clearer than its error inside of `del`, where it has to be a path. */
async function reasonOf(expression: string, jq: Pick<Jq, 'run'>): Promise<string | undefined> {
  return (await compileError(expression, jq)) ?? compileError(`del(${expression})`, jq);
}

async function compileError(expression: string, jq: Pick<Jq, 'run'>): Promise<string | undefined> {
  try {
    await jq.run(expression, []);
    return undefined;
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'ENGINE_JQ_FAILED') throw error;
    return error.message.replace(`jq '${expression}': `, '');
  }
}
