import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationPlan, PlanResult } from '../../../workflow/api/plan-result.js';
import { deliveryNotes } from '../../reports/delivery-notes.js';
import { amount } from '../../reports/describe-event.js';
import { type JunitCase, junit } from '../../reports/junit.js';
import { namespaceCases } from '../../reports/namespace-cases.js';
import { problemCases } from '../../reports/problem-cases.js';
import { skippedSuites } from '../../reports/skipped-suites.js';
import { unreadSuites } from '../../reports/unread-suites.js';
import { windowCases } from '../../reports/window-cases.js';

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
