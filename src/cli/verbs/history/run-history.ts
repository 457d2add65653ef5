import { EXIT } from '../../exit-code.js';
import { clusterVerb } from '../cluster-verb.js';
import { historyOptions } from './history-options.js';
import { historyText } from './history-text.js';

export const runHistory = clusterVerb({
  verb: 'history',
  options: historyOptions,
  work: async (given) => (await import('../../../workflow/history.js')).history(given),
  text: historyText,
  exit: ({ errors }) => (errors === undefined ? EXIT.done : EXIT.error),
});
