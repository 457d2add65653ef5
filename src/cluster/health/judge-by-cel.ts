import type { Cel, CelOutcome } from '../../engines/cel/cel.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';
import { finding, progressing } from './finding.js';
import type { CelExpressions } from './health-rule.js';
import type { HealthFinding, HealthStatus } from './verdict.js';

const ORDER = [
  ['suspended', 'Suspended'],
  ['progressing', 'Progressing'],
  ['degraded', 'Degraded'],
  ['healthy', 'Healthy'],
] as const satisfies readonly (readonly [keyof CelExpressions, HealthStatus])[];
/** What expressions may speak of. */
export const NAMES = ['object', 'self', 'metadata', 'spec', 'status'] as const;

/**
 * Judges objects of one kind by CEL, each expression once for all of them. An expression that fails on an
 * object, such as by a field that is not there yet, counts as false and is named in the message when nothing
 * else was true.
 *
 * @throws GitopsError ENGINE_CEL_FAILED when an expression does not compile
 */
export async function judgeByCel(
  cel: Cel,
  rule: CelExpressions,
  objects: readonly KubeObject[],
): Promise<readonly HealthFinding[]> {
  const inputs = objects.map((object) => ({
    object,
    self: object,
    metadata: object.metadata,
    spec: object['spec'] ?? {},
    status: object['status'] ?? {},
  }));
  const evaluate = (expression: string | undefined) =>
    expression === undefined ? undefined : cel.evaluate(expression, inputs, NAMES);
  const [messages, ...answers] = await Promise.all([
    evaluate(rule.message),
    ...ORDER.map(([name]) => evaluate(rule[name])),
  ]);
  return objects.map((_, index) => {
    const status = ORDER.find((_state, state) => answers[state]?.[index]?.value === true)?.[1];
    const message = messages?.[index]?.value;
    if (status) return finding(status, typeof message === 'string' ? message : undefined);
    return progressing(
      typeof message === 'string' ? message : firstProblem(answers.map((outcomes) => outcomes?.[index])),
    );
  });
}

function firstProblem(outcomes: readonly (CelOutcome | undefined)[]): string | undefined {
  const wrong = outcomes.find(
    (outcome) => outcome !== undefined && (outcome.error !== undefined || typeof outcome.value !== 'boolean'),
  );
  return wrong && (wrong.error ?? `${toJson(wrong.value)} is neither true nor false`);
}
