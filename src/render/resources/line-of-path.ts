import { lineOfSteps } from '../../manifest/line-of-steps.js';

/**
 * The line of a field, 1-based, in YAML as people write it. For a missing field, the line of the mapping that
 * should have it. Undefined when not even that is found.
 *
 * @param path such as `spec.sources[1].helm`
 * @param from a line of its object, after which its fields come
 */
export function lineOfPath(content: string | undefined, path: string, from = 1): number | undefined {
  const steps = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index));
  return lineOfSteps(content, steps, from);
}
