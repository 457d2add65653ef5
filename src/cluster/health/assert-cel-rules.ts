import type { Cel } from '../../engines/cel/cel.js';
import { GitopsError } from '../../errors.js';
import type { HealthRules } from './health-rule.js';
import { NAMES } from './judge-by-cel.js';

/**
 * Compiles every expression of rules in CEL, so that a broken one is reported before anything is changed, and
 * not when the first object of its kind is judged.
 *
 * @param file the file of the rules, for errors
 * @throws GitopsError ENGINE_CEL_FAILED, all problems at once
 */
export async function assertCelRules(cel: Cel, rules: HealthRules, file: string): Promise<void> {
  const expressions = Object.entries(rules).flatMap(([key, rule]) =>
    'cel' in rule ? Object.entries<string>({ ...rule.cel }).map(([name, text]) => ({ key, name, text })) : [],
  );
  const problems = await Promise.all(
    expressions.map(async ({ key, name, text }) => {
      try {
        await cel.evaluate(text, [], NAMES);
        return [];
      } catch (error) {
        if (!GitopsError.is(error) || error.code !== 'ENGINE_CEL_FAILED') throw error;
        const message = `health rules in '${file}': '${name}' of '${key}' is not valid CEL: ${error.message}`;
        return [error.with({ message, source: { file } })];
      }
    }),
  );
  GitopsError.throwAll(problems.flat());
}
