import { lineOfSteps } from '../../manifest/line-of-steps.js';

/**
 * The line in which a field stands, 1-based, as people write YAML; of one that is not there, that of what it
 * would stand in. Undefined when nothing of it is found.
 *
 * @param path such as `spec.sources[1].helm`
 * @param from a line of its object, after which its fields come
 */
export function lineOfPath(content: string | undefined, path: string, from = 1): number | undefined {
  const steps = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index));
  return lineOfSteps(content, steps, from);
}
