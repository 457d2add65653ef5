import { invalidSet } from './invalid-set.js';

/** `matchLabels` and `matchExpressions`. All of them must match. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelExpression[];
}

interface LabelExpression {
  readonly key: string;
  /** The operator: `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

const NAME = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Compiles a label selector; an empty one matches everything.
 *
 * @param ofLabels whether values must be such as labels have; those of parameters may be anything, such as
 * addresses
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET
 */
export function labelSelector(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  ofLabels: boolean,
): (labels: Readonly<Record<string, string>>) => boolean {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]): LabelExpression => ({ key, operator: 'In', values: [value] })),
    ...matchExpressions,
  ].map((expression) => {
    if (ofLabels) assertValues(expression);
    return compile(expression);
  });
  return (labels) => requirements.every((requirement) => requirement(labels));
}

/** True when the selector has no conditions. */
export function selectsEverything({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

function compile({
  key,
  operator,
  values = [],
}: LabelExpression): (labels: Readonly<Record<string, string>>) => boolean {
  assertKey(key);
  const has = (labels: Readonly<Record<string, string>>) => Object.hasOwn(labels, key);
  const isListed = (labels: Readonly<Record<string, string>>) => has(labels) && values.includes(labels[key] ?? '');
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0)
    throw invalidSet(`the selector of '${key}' has no values`, { hint: `Give ${operator} one value or several.` });
  if (operator === 'In') return isListed;
  if (operator === 'NotIn') return (labels) => !isListed(labels);
  if (operator !== 'Exists' && operator !== 'DoesNotExist') {
    throw invalidSet(`the selector of '${key}' has the operator '${operator}'`, {
      hint: 'Use In, NotIn, Exists or DoesNotExist.',
    });
  }
  if (values.length > 0)
    throw invalidSet(`the selector of '${key}' has values`, { hint: `Leave them out with ${operator}.` });
  return operator === 'Exists' ? has : (labels) => !has(labels);
}

function assertValues({ key, values = [] }: LabelExpression): void {
  const wrong = values.find((value) => value !== '' && !NAME.test(value));
  if (wrong === undefined) return;
  throw invalidSet(`the selector of '${key}' has the value '${wrong}', which no label can have`, {
    hint: 'Letters, digits, -, _ and . only. Only inside of a matrix the second generator may have templates in its selector.',
  });
}

function assertKey(key: string): void {
  const slash = key.indexOf('/');
  const isFine = NAME.test(key.slice(slash + 1)) && (slash < 0 || (slash <= 253 && PREFIX.test(key.slice(0, slash))));
  if (!isFine)
    throw invalidSet(`the selector's key '${key}' is not a label`, {
      hint: 'Letters, digits, -, _ and . with at most 63 characters, optionally after a DNS name and /.',
    });
}
