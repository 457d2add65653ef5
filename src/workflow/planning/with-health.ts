import { createHealth, type Health } from '../../cluster/health/custom.js';
import type { ClusterVerbOptions } from '../api/options.js';
import type { LoadedRevision } from '../desired/load-revision.js';

/**
 * One judge for a verb, with the rules of the operator and those that Git has; its engines are ended whatever
 * happens.
 */
export async function withHealth<Result>(
  { healthOverrides }: Pick<LoadedRevision, 'healthOverrides'>,
  { healthRules }: Pick<ClusterVerbOptions, 'healthRules'>,
  use: (health: Health) => Promise<Result>,
): Promise<Result> {
  const health = createHealth({ overrides: healthOverrides, ...(healthRules ? { rules: healthRules } : {}) });
  try {
    return await use(health);
  } finally {
    await health.close();
  }
}
