import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import { type LogOptions, readLog } from './read-log.js';
import type { Assessment } from './wait-assess.js';
import { createWarningReader } from './wait-events.js';
import type { WaitCause, WaitResult } from './wait-target.js';
import { isWorkload } from './wait-workload.js';

export interface CauseReader {
  causeOf(object: KubeObject, assessment: Assessment, result: WaitResult): Promise<WaitCause>;
}

/** This many logs show what is wrong. More would be many requests for the same. */
const MOST_LOGS = 10;

/**
 * Asks what ended a wait: one request for the events of a namespace, one for the log of a failing container.
 *
 * @param logs absent: no log is read
 */
export function createCauseReader(client: KubeClient, logs: LogOptions | undefined, signal: AbortSignal): CauseReader {
  const warnings = createWarningReader(client, signal);
  let read = 0;
  return {
    async causeOf(object, { trouble, pods = [] }, result) {
      const wantsLog =
        logs !== undefined && trouble?.pod !== undefined && trouble.log !== undefined && read < MOST_LOGS;
      if (wantsLog) read += 1;
      const [events, log] = await Promise.all([
        // Controllers of workloads send one whenever something fails.
        warnings.warningsOf(object, pods, result === 'failed' && isWorkload(object)),
        wantsLog ? readLog(client, trouble.pod!, trouble.log!, logs, signal) : undefined,
      ]);
      return { events, ...(log ? { log } : {}) };
    },
  };
}
