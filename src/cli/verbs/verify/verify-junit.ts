import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationVerification, VerifyResult } from '../../../workflow/api/results.js';
import { deliveryNotes } from '../../reports/delivery-notes.js';
import { amount } from '../../reports/describe-event.js';
import { type JunitCase, junit } from '../../reports/junit.js';
import { problemCases } from '../../reports/problem-cases.js';
import { skippedSuites } from '../../reports/skipped-suites.js';
import { unreadSuites } from '../../reports/unread-suites.js';
import { windowCases } from '../../reports/window-cases.js';

/**
 * A verification as a JUnit report: what is not as committed or not healthy fails, what could not be verified
 * is an error.
 */
export function verifyJunit(result: VerifyResult): string {
  const { applications, windows } = result;
  return junit('gitops verify', [
    ...unreadSuites(result),
    ...skippedSuites(result),
    ...applications.map((item) => ({
      name: [`${item.application} on ${item.cluster}`, ...deliveryNotes(item)].join(', '),
      cases: [...windowCases(windows, item.application, item.cluster), ...casesOf(item)],
    })),
  ]);
}

function casesOf({
  application,
  verified,
  objects,
  differences,
  unhealthy,
  problems,
}: ApplicationVerification): readonly JunitCase[] {
  if (verified) return [{ classname: application, name: `as committed and healthy, ${amount(objects, 'object')}` }];
  const differing = differences.map(
    ({ object, reason, text }): JunitCase => ({
      classname: application,
      name: describeIdentity(object),
      result: { kind: 'failure', message: reason, text: text === '' ? reason : text },
    }),
  );
  const ill = unhealthy.map(
    ({ object, status, message }): JunitCase => ({
      classname: application,
      name: `health of ${describeIdentity(object)}`,
      result: { kind: 'failure', message: message === undefined ? status : `${status}: ${message}` },
    }),
  );
  return [...problemCases(application, problems, 'error'), ...differing, ...ill];
}
