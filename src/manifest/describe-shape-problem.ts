import type { ShapeProblem } from './shape.js';

const LONGEST_VALUE = 60;
/** Fields whose values may be secrets. */
const MAY_BE_SECRET = /(?:^|\.)(?:values|valuesObject|value|string|parameters)\b[^.]*$|\.plugin\.|\.valuesObject\./;

/**
 * What is wrong with a field, with the value that is: `spec.sourceRepos is not a list: '*'`. Values that may
 * be secrets are left out.
 */
export function describeShapeProblem({ path, message, value }: ShapeProblem): string {
  const isShown =
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && !MAY_BE_SECRET.test(path);
  if (!isShown) return `${path} ${message}`;
  const text = String(value);
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return `${path} ${message}: ${typeof value === 'string' ? `'${short}'` : short}`;
}
