import { describeIdentity } from '../../manifest/identity.js';
import type { ApplicationPlan, PlanResult } from '../../workflow/api/plan-result.js';
import { deliveryNotes } from './delivery-notes.js';
import { amount } from './describe-event.js';
import { type JunitCase, junit } from './junit.js';
import { namespaceCases } from './namespace-cases.js';
import { problemCases } from './problem-cases.js';
import { skippedSuites } from './skipped-suites.js';
import { unreadSuites } from './unread-suites.js';
import { windowCases } from './window-cases.js';

/**
 * A plan as a JUnit report, as `diffJunit`: what would be refused fails, a pending change is skipped, an Argo
 * Application without changes passes.
 */
export function planJunit(result: PlanResult): string {
  const { applications, windows } = result;
  return junit('gitops plan', [
    ...unreadSuites(result),
    ...skippedSuites(result),
    ...applications.map((item) => ({
      name: [`${item.application} on ${item.cluster}`, ...deliveryNotes(item)].join(', '),
      cases: [...windowCases(windows, item.application, item.cluster), ...casesOf(item)],
    })),
  ]);
}

function casesOf(item: ApplicationPlan): readonly JunitCase[] {
  const { application, schedule, problems } = item;
  const namespaces = namespaceCases(application, item);
  const tasks = schedule.filter(({ action }) => action !== 'keep');
  if (tasks.length + problems.length + namespaces.length === 0)
    return [{ classname: application, name: `no changes, ${amount(schedule.length, 'object')}` }];
  const pending = tasks.map(
    ({ phase, wave, action, object, reason, simulated }): JunitCase => ({
      classname: application,
      name: describeIdentity(object),
      result: {
        kind: 'skipped',
        message: `${action} in ${phase}, wave ${wave}: ${reason}${simulated ? ' (simulated)' : ''}`,
      },
    }),
  );
  return [...problemCases(application, problems, 'failure'), ...namespaces, ...pending];
}
