import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationDiff, DiffResult } from '../../../workflow/api/results.js';
import { applicationJunit } from '../../reports/application-junit.js';
import { amount } from '../../reports/describe-event.js';
import type { JunitCase } from '../../reports/junit.js';
import { namespaceCases } from '../../reports/namespace-cases.js';
import { problemCases } from '../../reports/problem-cases.js';

/**
 * A diff as a JUnit report: what would be refused fails, a pending change is skipped with its diff, an Argo
 * Application without changes passes.
 */
export function diffJunit(result: DiffResult): string {
  return applicationJunit('diff', result, casesOf);
}

function casesOf(item: ApplicationDiff): readonly JunitCase[] {
  const { application, changes, kept, hooks = [], problems } = item;
  const namespaces = namespaceCases(application, item);
  if (changes.length + problems.length + hooks.length + namespaces.length === 0)
    return [{ classname: application, name: `no changes, ${amount(kept, 'object')}` }];
  const pending = changes.map(
    ({ action, object, reason, text, simulated }): JunitCase => ({
      classname: application,
      name: describeIdentity(object),
      result: { kind: 'skipped', message: `${action}: ${reason}${simulated ? ' (simulated)' : ''}` },
      output: text,
    }),
  );
  const runs = hooks.map(
    ({ object, phase, reason }): JunitCase => ({
      classname: application,
      name: describeIdentity(object),
      result: { kind: 'skipped', message: `run in ${phase}: ${reason}` },
    }),
  );
  return [...problemCases(application, problems, 'failure'), ...namespaces, ...runs, ...pending];
}
