import { Command } from 'commander';
import { addOptions } from '../../../src/cli/command/add-options.js';
import { engineValues } from '../../../src/cli/command/engine-values.js';
import type { CliOptions } from '../../../src/cli/command/option.js';
import { deleteOptions } from '../../../src/cli/verbs/delete/delete-options.js';
import { diffOptions } from '../../../src/cli/verbs/diff/diff-options.js';
import { historyOptions } from '../../../src/cli/verbs/history/history-options.js';
import { orphansOptions } from '../../../src/cli/verbs/orphans/orphans-options.js';
import { rollbackOptions } from '../../../src/cli/verbs/rollback/rollback-options.js';
import { syncOptions } from '../../../src/cli/verbs/sync/sync-options.js';

const SELECTION = '-e dev -e prod,staging -a shop -c eu';
const SELECTED = { environments: ['dev', 'prod', 'staging'], applications: ['shop'], clusters: ['eu'] };

/** What a sync is given without an option. */
const SYNC = { conflicts: 'auto', logs: true };

/** What the workflow is given of a command line. */
function given(options: CliOptions, line: string): object {
  const command = new Command('verb').exitOverride().configureOutput({ writeErr: () => {} });
  addOptions(command, options);
  return engineValues(options, command.parse(line.split(' ').filter(Boolean), { from: 'user' }).opts());
}

test.each([
  { verb: 'sync', options: syncOptions, line: '', expected: SYNC },
  {
    verb: 'sync',
    options: syncOptions,
    line: `${SELECTION} -r v1`,
    expected: { ...SELECTED, revision: 'v1', ...SYNC },
  },
  {
    verb: 'sync',
    options: syncOptions,
    line: '--prune --prune-orphaned --prune-protected --max-prune-applications 1 --max-prune 2 --max-prune-percent 3% --allow-empty --confirm-prune',
    expected: {
      prune: true,
      pruneOrphaned: true,
      pruneProtected: true,
      maxPruneApplications: 1,
      maxPrune: 2,
      maxPrunePercent: 3,
      allowEmpty: true,
      confirmPrune: true,
      ...SYNC,
    },
  },
  {
    verb: 'sync',
    options: syncOptions,
    line: '--no-prune --no-impersonate --no-logs --worktree',
    expected: { prune: false, impersonate: false, worktree: true, ...SYNC, logs: false },
  },
  {
    verb: 'sync',
    options: syncOptions,
    line: '--timeout 90s --lock-timeout 2m --retry-limit -1 --ignore-windows --resume --hooks never --as-argocd --impersonate',
    expected: {
      timeoutMs: 90_000,
      lockTimeoutMs: 120_000,
      retryLimit: -1,
      ignoreWindows: true,
      resume: true,
      hooks: 'never',
      asArgoCd: true,
      impersonate: true,
      ...SYNC,
    },
  },
  {
    verb: 'sync',
    options: syncOptions,
    line: '--allow-shared-cluster --inventory-namespace ours --conflicts fail --adopt',
    expected: { allowSharedCluster: true, inventoryNamespace: 'ours', adopt: true, ...SYNC, conflicts: 'fail' },
  },
  { verb: 'diff', options: diffOptions, line: '-U 0', expected: { contextLines: 0, conflicts: 'auto' } },
  { verb: 'history', options: historyOptions, line: '--limit 3', expected: { limit: 3 } },
  {
    verb: 'orphans',
    options: orphansOptions,
    line: '-c old --tracked --any-repository',
    expected: { clusters: ['old'], tracked: true, anyRepository: true },
  },
  {
    verb: 'rollback',
    options: rollbackOptions,
    line: '-a shop --to v1 --commit --ignore-windows --timeout 1m',
    expected: { applications: ['shop'], to: 'v1', commit: true, ignoreWindows: true, timeoutMs: 60_000, logs: true },
  },
  {
    verb: 'delete',
    options: deleteOptions,
    line: '--cascade orphan --prune-protected --confirm-prune --any-repository --dry-run --lock-timeout 5s',
    expected: {
      cascade: 'orphan',
      pruneProtected: true,
      confirmPrune: true,
      anyRepository: true,
      dryRun: true,
      lockTimeoutMs: 5000,
    },
  },
])('$verb $line', ({ options, line, expected }) => {
  expect(given(options, line)).toStrictEqual(expected);
});
