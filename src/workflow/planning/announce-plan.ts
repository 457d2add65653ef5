import type { Change } from '../../cluster/plan/change.js';
import { hookRuns } from '../../cluster/plan/hook-run.js';
import type { SyncListener } from '../api/events.js';
import type { PlannedApplication } from './planned-cluster.js';

/** Reports how much a plan would change. */
export function announcePlan(
  { application, plan }: PlannedApplication,
  cluster: string,
  onEvent: SyncListener | undefined,
): void {
  const of = (action: Change['action']) => plan.changes.filter((change) => change.action === action).length;
  onEvent?.({
    kind: 'planned',
    application: application.name,
    cluster,
    create: of('create'),
    update: of('update'),
    keep: of('keep'),
    delete: of('delete'),
    recreate: of('recreate'),
    run: hookRuns(plan),
  });
}
