import type { HistoryResult } from '../../../workflow/api/results.js';
import { EXIT } from '../../exit-code.js';
import { clusterVerb } from '../cluster-verb.js';
import type { historyOptions } from './history-options.js';
import { historyText } from './history-text.js';

export const runHistory = clusterVerb<typeof historyOptions, HistoryResult>({
  verb: 'history',
  work: async (given) => (await import('../../../workflow/history.js')).history(given),
  text: historyText,
  exit: ({ errors }) => (errors === undefined ? EXIT.done : EXIT.error),
});
