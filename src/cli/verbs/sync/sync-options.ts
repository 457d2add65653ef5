import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { duration } from '../../input/options/duration.js';
import { healthRulesOption } from '../../input/options/health.js';
import { limitOptions } from '../../input/options/limits.js';
import { retries } from '../../input/options/numbers.js';
import { tableReportOptions } from '../../input/options/reports.js';
import { logsOption, waitOptions } from '../../input/options/run.js';

export const syncOptions = {
  ...clusterOptions,
  ...limitOptions,
  ...declareOptions('run', {
    dryRun: { flags: '--dry-run', help: 'show what would happen, as diff does, and change nothing', common: true },
    plan: {
      flags: '--plan <file>',
      help: 'continue only when this is what the file of gitops plan says',
      common: true,
      conflicts: 'dryRun',
    },
    maxAge: {
      flags: '--max-age <duration>',
      help: 'how old the plan file may be (default: 24h)',
      parse: duration,
    },
  }),
  ...waitOptions,
  ...declareOptions('run', {
    wait: { flags: '--no-wait', help: 'do not wait for health, also not between waves' },
    retryLimit: {
      flags: '--retry-limit <number>',
      help: "try again what failed for a reason that may pass; -1: until the timeout (default: the Argo Application's spec.syncPolicy.retry)",
      parse: retries,
      engine: 'retryLimit',
    },
    ignoreWindows: {
      flags: '--ignore-windows',
      help: 'sync although a sync window of the AppProject forbids it; reported as a warning',
      engine: 'ignoreWindows',
    },
    resume: { flags: '--resume', help: 'lift the hold that a rollback left', engine: 'resume' },
  }),
  ...healthRulesOption,
  ...logsOption,
  ...tableReportOptions,
};

export type SyncOptions = ValuesOf<typeof syncOptions>;
