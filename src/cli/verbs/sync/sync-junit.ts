import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationOutcome } from '../../../workflow/api/events.js';
import type { ApplicationResult, SyncResult } from '../../../workflow/api/results.js';
import { type JunitCase, junit } from '../../reports/junit.js';
import { problemCases } from '../../reports/problem-cases.js';
import { skippedSuites } from '../../reports/skipped-suites.js';

/**
 * A sync as a JUnit report: a case for each Argo Application and for everything that failed in it; what was
 * not tried or not deleted is skipped.
 */
export function syncJunit(result: SyncResult): string {
  return junit('gitops sync', [
    ...result.applications.map((item) => ({ name: `${item.application} on ${item.cluster}`, cases: casesOf(item) })),
    ...skippedSuites(result),
  ]);
}

const KIND: Readonly<Record<ApplicationOutcome, 'failure' | 'error' | 'skipped' | undefined>> = {
  synced: undefined,
  unchanged: undefined,
  unhealthy: 'failure',
  failed: 'failure',
  blocked: 'skipped',
  held: 'skipped',
  interrupted: 'error',
};

function casesOf(item: ApplicationResult): readonly JunitCase[] {
  const { application: classname, outcome, message, seconds } = item;
  const kind = KIND[outcome];
  const failed = (name: string, reason: string): JunitCase => ({
    classname,
    name,
    result: { kind: 'failure', message: reason },
  });
  const left = (name: string, reason: string): JunitCase => ({
    classname,
    name,
    result: { kind: 'skipped', message: reason },
  });
  return [
    {
      classname,
      name: 'sync',
      seconds,
      ...(kind === undefined
        ? {}
        : { result: { kind, message: message === undefined ? outcome : `${outcome}: ${message}` } }),
    },
    ...(item.hooks ?? []).map(({ object, phase, result, message = result }): JunitCase => {
      const name = `${phase} hook ${describeIdentity(object)}`;
      if (result === 'succeeded') return { classname, name };
      return result === 'failed' ? failed(name, message) : left(name, message);
    }),
    ...problemCases(classname, item.errors, 'failure'),
    ...item.unhealthy.map(({ object, status, message: why }) =>
      failed(`health of ${describeIdentity(object)}`, why === undefined ? status : `${status}: ${why}`),
    ),
    ...item.unverified.map(({ object, reason }) => failed(describeIdentity(object), `not as committed: ${reason}`)),
    ...item.halfway.map(({ object, reason }) => left(describeIdentity(object), `half-way: ${reason}`)),
    ...item.refused.map(({ object, reason }) => left(describeIdentity(object), `not deleted: ${reason}`)),
  ];
}
