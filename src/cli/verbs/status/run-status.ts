import type { StatusResult } from '../../../workflow/api/results.js';
import { exitCodeOfProblems } from '../../exit-code-of-problems.js';
import { clusterVerb } from '../cluster-verb.js';
import type { statusOptions } from './status-options.js';
import { statusText } from './status-text.js';

export const runStatus = clusterVerb<typeof statusOptions, StatusResult>({
  verb: 'status',
  work: async (given) => (await import('../../../workflow/status.js')).status(given),
  text: statusText,
  exit: exitCodeOfProblems,
});
