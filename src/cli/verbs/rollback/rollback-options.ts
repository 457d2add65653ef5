import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { accessOptions } from '../../input/options/access.js';
import { engineTimeoutOption } from '../../input/options/engine-timeout.js';
import { healthRulesOption } from '../../input/options/health.js';
import { tableOutputOption } from '../../input/options/output.js';
import { repositoryOptions } from '../../input/options/revision.js';
import { logsOption, waitOptions } from '../../input/options/run.js';
import { selectionOptions } from '../../input/options/selection.js';

export const rollbackOptions = {
  ...selectionOptions,
  ...repositoryOptions,
  ...engineTimeoutOption,
  ...accessOptions,
  ...declareOptions('run', {
    to: {
      flags: '--to <revision>',
      help: 'the synced revision to go back to (default: the last one before the current that was healthy)',
      common: true,
      engine: 'to',
    },
    commit: {
      flags: '--commit',
      help: 'also commit the files of these Argo Applications as they were then, on the current branch; pushes nothing',
      common: true,
      engine: 'commit',
    },
    yes: { flags: '-y, --yes', help: 'do not ask', common: true },
    ignoreWindows: {
      flags: '--ignore-windows',
      help: 'roll back although a sync window of the AppProject forbids it; reported as a warning',
      engine: 'ignoreWindows',
    },
  }),
  ...waitOptions,
  ...healthRulesOption,
  ...logsOption,
  ...tableOutputOption,
};

export type RollbackOptions = ValuesOf<typeof rollbackOptions>;
