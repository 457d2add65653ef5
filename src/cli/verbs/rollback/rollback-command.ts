import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { duration } from '../../input/options/duration.js';
import { withEngineTimeout } from '../../input/options/engine-timeout.js';
import { withHealthRules, withLogs } from '../../input/options/health.js';
import { withOutput } from '../../input/options/output.js';
import { withAccess, withRepository } from '../../input/options/revision.js';
import { withSelection } from '../../input/options/selection.js';
import type { RollbackOptions } from './rollback-options.js';

export function rollbackCommand(cli: Cli): Command {
  const command = new Command('rollback')
    .summary('go back to a synced revision and hold it')
    .description(
      'Apply a revision that was synced before, and hold it: the next pipeline does not bring the bad commit back.',
    )
    .option(
      '--to <revision>',
      'the synced revision to go back to (default: the last one before the current that was healthy)',
    )
    .option('--timeout <duration>', 'how long to wait for health, such as 90s or 10m (default: 5m)', duration)
    .option(
      '--lock-timeout <duration>',
      'how long to wait for another sync of the same Argo Application (default: 1m)',
      duration,
    )
    .option('--ignore-windows', 'roll back although a sync window of the AppProject forbids it; told as a warning')
    .option(
      '--commit',
      'also commit the files of these Argo Applications as they were then, on the current branch; pushes nothing',
    )
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', EXAMPLES);
  return withLogs(
    withHealthRules(withOutput(withAccess(withRepository(withEngineTimeout(withSelection(command)))))),
  ).action(
    action<RollbackOptions>(cli, async (options) => (await import('./run-rollback.js')).runRollback(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops rollback --environment prod --application guestbook
  gitops rollback --environment prod --to v1.3.0 --yes
  gitops rollback --application guestbook-prod --commit --yes && git push

The hold is lifted by a newer commit with other content, or by 'gitops sync --resume'.
`;
