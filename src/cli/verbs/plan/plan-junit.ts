import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationPlan, PlanResult } from '../../../workflow/api/plan-result.js';
import { applicationJunit } from '../../reports/application-junit.js';
import { amount } from '../../reports/describe-event.js';
import type { JunitCase } from '../../reports/junit.js';
import { namespaceCases } from '../../reports/namespace-cases.js';
import { problemCases } from '../../reports/problem-cases.js';

/**
 * A plan as a JUnit report, as `diffJunit`: what would be refused fails, a pending change is skipped, an Argo
 * Application without changes passes.
 */
export function planJunit(result: PlanResult): string {
  return applicationJunit('plan', result, casesOf);
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
