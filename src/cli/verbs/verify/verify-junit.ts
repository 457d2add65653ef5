import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationVerification, VerifyResult } from '../../../workflow/api/results.js';
import { applicationJunit } from '../../reports/application-junit.js';
import { amount } from '../../reports/describe-event.js';
import type { JunitCase } from '../../reports/junit.js';
import { problemCases } from '../../reports/problem-cases.js';

/**
 * A verification as a JUnit report: what is not as committed or not healthy fails, what could not be verified
 * is an error.
 */
export function verifyJunit(result: VerifyResult): string {
  return applicationJunit('verify', result, casesOf);
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
