/** Seven digits of a commit. Anything else (`worktree`) is returned as it is. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{40,}$/.test(commit) ? commit.slice(0, 7) : commit;
}
