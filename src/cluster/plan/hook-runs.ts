import type { Plan } from './plan.js';

/** How many hooks a sync runs that goes well: those for failures do not count. Pure. */
export function hookRuns({ runs }: Pick<Plan, 'runs'>): number {
  return runs.filter(({ phase }) => phase !== 'SyncFail').length;
}
