import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { FieldPath } from '../objects/field-path.js';

/** Fields that meet at the top of an object have nothing to do with each other. */
const LEAST_COMMON = 2;

/**
 * Whether a field is next to one that the API server refused, or contains it, or is in it: only such a field
 * can be the reason. Positions in lists do not count, because those of the answer are those of neither side.
 * Pure.
 */
export function nearCauses(error: unknown): (path: FieldPath) => boolean {
  const causes = GitopsError.is(error) ? error.data?.['causes'] : undefined;
  const refused = (Array.isArray(causes) ? causes : []).flatMap((cause) =>
    isRecord(cause) && typeof cause['field'] === 'string' ? [stepsOf(cause['field'])] : [],
  );
  return (path) => {
    const steps = path.map((key) => (key.startsWith('f:') ? key.slice(2) : '[]'));
    return refused.some((one) => commonLength(one, steps) >= Math.max(LEAST_COMMON, one.length - 1));
  };
}

/** `spec.ports[1].name` as `spec`, `ports`, `[]`, `name`. */
function stepsOf(field: string): readonly string[] {
  return (field.match(/\[[^\]]*(?:\]|$)|[^.[]+/g) ?? []).map((step) => (step.startsWith('[') ? '[]' : step));
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((step, index) => step !== other[index]);
  return end < 0 ? one.length : end;
}
