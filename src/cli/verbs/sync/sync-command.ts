import { Command, Option } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withClusterOptions } from '../../input/options/cluster-options.js';
import { duration } from '../../input/options/duration.js';
import { withHealthRules, withLogs } from '../../input/options/health.js';
import { withLimits } from '../../input/options/limits.js';
import { retries } from '../../input/options/numbers.js';
import { withReports } from '../../input/options/reports.js';
import type { SyncOptions } from './sync-options.js';

export function syncCommand(cli: Cli): Command {
  const command = new Command('sync')
    .summary('apply a committed revision until healthy and verified')
    .description(
      'Apply a committed revision, wait until it is healthy, verify it, and prune what left Git. What Argo CD delivers is left alone: exit 1 when that is all. Exit 3 when it is not healthy.',
    )
    .option('--dry-run', 'show what would happen, as diff does, and change nothing')
    .addOption(
      new Option('--plan <file>', 'go on only when what is to be done is what this file of gitops plan says').conflicts(
        'dryRun',
      ),
    )
    .option('--max-age <duration>', 'how old the plan file may be (default: 24h)', duration)
    .option('--timeout <duration>', 'how long to wait for health, such as 90s or 10m (default: 5m)', duration)
    .option('--no-wait', 'do not wait for health, also not between waves')
    .option(
      '--lock-timeout <duration>',
      'how long to wait for another sync of the same Argo Application (default: 1m)',
      duration,
    )
    .option(
      '--retry-limit <number>',
      "try again what failed for a reason that may pass; -1: until the timeout (default: the Argo Application's spec.syncPolicy.retry)",
      retries,
    )
    .option('--ignore-windows', 'sync although a sync window of the AppProject forbids it; told as a warning')
    .option('--resume', 'lift the hold that a rollback left')
    .addHelpText('after', EXAMPLES);
  return withLogs(withHealthRules(withLimits(withClusterOptions(command, withReports)))).action(
    action<SyncOptions>(cli, async (options) =>
      options.dryRun
        ? (await import('../diff/run-diff.js')).runDiff(cli, options, 'write')
        : (await import('./run-sync.js')).runSync(cli, options),
    ),
  );
}

const EXAMPLES = `
Examples:
  gitops sync --environment dev                         # the last commit, on every cluster of dev
  gitops sync --environment prod --application guestbook --timeout 10m
  gitops sync --all --revision v1.4.0 --access access.yaml
  gitops sync --environment dev --worktree              # what is on disk, for trying out
  gitops sync --environment prod --dry-run              # what it would do
  gitops sync --plan prod.plan                          # what was planned, or nothing
`;
