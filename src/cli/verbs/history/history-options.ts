import { declareOptions } from '../../command/declare-options.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { count } from '../../input/options/numbers.js';

export const historyOptions = {
  ...clusterOptions,
  ...declareOptions('output', {
    limit: {
      flags: '--limit <number>',
      help: 'at most so many entries of each Argo Application',
      common: true,
      parse: count,
      engine: 'limit',
    },
  }),
};
