import { exitCodeOfProblems } from '../../exit-code-of-problems.js';
import { clusterVerb } from '../cluster-verb.js';
import { statusOptions } from './status-options.js';
import { statusText } from './status-text.js';

export const runStatus = clusterVerb({
  verb: 'status',
  options: statusOptions,
  work: async (given) => (await import('../../../workflow/status.js')).status(given),
  text: statusText,
  exit: exitCodeOfProblems,
});
