import { GitopsError } from '../../errors.js';
import { Environment } from '../../model/environment.js';
import type { Repository } from '../../model/repository.js';

/** Environments that promote from one another in a circle. */
export function validatePromotions(repository: Repository): readonly GitopsError[] {
  return repository.node.findAll().flatMap((construct) => {
    if (!Environment.is(construct) || !promotesFromItself(construct)) return [];
    return [
      new GitopsError('MODEL_INVALID_VALUE', `Environment '${construct.id}' promotes from itself`, {
        hint: 'Break the circle of promotesFrom.',
        constructPath: construct.node.path,
        source: construct._site.location,
      }),
    ];
  });
}

function promotesFromItself(environment: Environment): boolean {
  const seen = new Set<Environment>();
  for (let from = environment.promotesFrom; from && !seen.has(from); from = from.promotesFrom) {
    if (from === environment) return true;
    seen.add(from);
  }
  return false;
}
