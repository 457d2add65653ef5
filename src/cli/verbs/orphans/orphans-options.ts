import { declareOptions } from '../../command/declare-options.js';
import { accessOptions } from '../../input/options/access.js';
import { tableOutputOption } from '../../input/options/output.js';
import { revisionOptions } from '../../input/options/revision.js';
import { selectionOptions } from '../../input/options/selection.js';

export const orphansOptions = {
  cluster: {
    ...selectionOptions.cluster,
    help: 'only this cluster, also one that left Git; repeatable, or with commas',
  },
  ...revisionOptions,
  ...accessOptions,
  ...declareOptions('run', {
    tracked: {
      flags: '--tracked',
      help: 'look at every object, also for tracking by Argo Applications that neither Git nor the cluster has',
      common: true,
      engine: 'tracked',
    },
    anyRepository: {
      flags: '--any-repository',
      help: 'show also what was synced from another Git repository',
      common: true,
      engine: 'anyRepository',
    },
  }),
  ...tableOutputOption,
};
