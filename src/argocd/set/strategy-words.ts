import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText, recordsOf, textOf } from '../../manifest/untyped.js';
import { meantWord } from '../meant-word.js';
import type { WordProblem } from '../word-problem.js';

const TYPES = ['AllAtOnce', 'RollingSync'];
const OPERATORS = ['In', 'NotIn'];

/**
 * Words in the strategy of an ApplicationSet that Argo CD does not know and passes over. Pure.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
 */
export function strategyWords({ spec }: KubeObject & { readonly spec?: unknown }): readonly WordProblem[] {
  const strategy = isRecord(spec) && isRecord(spec['strategy']) ? spec['strategy'] : {};
  const type = textOf(strategy['type']);
  const steps = isRecord(strategy['rollingSync']) ? recordsOf(strategy['rollingSync']['steps']) : [];
  return [
    ...(type === '' || TYPES.includes(type)
      ? []
      : [told('spec.strategy.type', `is '${type}', which Argo CD does not have`, meantWord(type, TYPES))]),
    ...steps.flatMap(({ matchExpressions, maxUpdate }, index) => {
      const where = `spec.strategy.rollingSync.steps[${index}]`;
      return [
        ...recordsOf(matchExpressions).flatMap(({ operator }, at) =>
          OPERATORS.includes(textOf(operator))
            ? []
            : [
                told(
                  `${where}.matchExpressions[${at}].operator`,
                  `is '${anyText(operator ?? '')}': it selects no Argo Application that has the label`,
                  meantWord(textOf(operator), OPERATORS),
                ),
              ],
        ),
        ...(typeof maxUpdate === 'string' && !/^\d+%$/.test(maxUpdate)
          ? [
              told(
                `${where}.maxUpdate`,
                `is '${maxUpdate}', which is not a percentage`,
                "Write a number, or a text such as '25%'.",
              ),
            ]
          : []),
      ];
    }),
  ];
}

function told(where: string, message: string, hint: string): WordProblem {
  return { level: 'warning', where, message, hint };
}
