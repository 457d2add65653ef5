import { defineVerb } from '../../command/define-verb.js';
import { syncOptions } from './sync-options.js';

export const syncCommand = defineVerb({
  name: 'sync',
  group: 'deliver',
  changes: true,
  summary: 'apply a committed revision until healthy and verified',
  description:
    'Apply a committed revision, wait until it is healthy, verify it, and prune what left Git. What Argo CD delivers is left alone: exit 1 when that is all. Exit 3 when it is not healthy.',
  options: syncOptions,
  examples: [
    'gitops sync --environment dev                  # the last commit, on every cluster of dev',
    'gitops sync --environment prod --dry-run       # what it would do',
    'gitops sync --environment prod --application guestbook --timeout 10m',
    'gitops sync --all --revision v1.4.0 --access access.yaml',
    'gitops sync --environment dev --worktree       # what is on disk, for trying out',
    'gitops sync --plan prod.plan                   # what was planned, or nothing',
  ],
  run: async (cli, options, { declared }) =>
    options.dryRun
      ? (await import('../diff/run-diff.js')).runDiff(cli, options, declared, 'write')
      : (await import('./run-sync.js')).runSync(cli, options, declared),
});
