import { GitopsError } from '../../errors.js';
import { isPlain } from '../is-plain.js';
import { plainData } from '../plain-data.js';
import type { SourceProblem } from './reference-problems.js';

/** Values of a chart as plain data; undefined where there are none, and where they are wrong. Pure. */
export function plainValues(values: unknown): {
  readonly plain?: Readonly<Record<string, unknown>>;
  readonly problems: readonly SourceProblem[];
} {
  try {
    const plain = plainData(values ?? {}, 'values');
    return isPlain(plain) && Object.keys(plain).length > 0 ? { plain, problems: [] } : { problems: [] };
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return { problems: [{ message: error.message, hint: error.hint ?? 'Give plain data.' }] };
  }
}
