import type { Delivery, ResultHeader } from '../../workflow/api/results.js';
import { deliveryNotes } from './delivery-notes.js';
import { type JunitCase, junit } from './junit.js';
import { skippedSuites } from './skipped-suites.js';
import { unreadSuites } from './unread-suites.js';
import { windowCases } from './window-cases.js';

interface Reported extends Delivery {
  readonly application: string;
  readonly cluster: string;
}

/**
 * A JUnit report with a suite for each Argo Application: first the clusters that could not be read, and what
 * was skipped; in each suite first what sync windows forbid.
 */
export function applicationJunit<Item extends Reported>(
  verb: string,
  result: ResultHeader & { readonly applications: readonly Item[] },
  casesOf: (item: Item) => readonly JunitCase[],
): string {
  return junit(`gitops ${verb}`, [
    ...unreadSuites(result),
    ...skippedSuites(result),
    ...result.applications.map((item) => ({
      name: [`${item.application} on ${item.cluster}`, ...deliveryNotes(item)].join(', '),
      cases: [...windowCases(result.windows, item.application, item.cluster), ...casesOf(item)],
    })),
  ]);
}
