import type { RevisionOptions } from '../api/options.js';

/** So many folders are named. */
const SHOWN = 5;

/** Says which folders are built into Argo CD resources that are not among those that were found. */
export function tellUnread(folders: readonly string[], { onNotice }: Pick<RevisionOptions, 'onNotice'>): void {
  const [first] = folders;
  if (first === undefined) return;
  const left = folders.length - SHOWN;
  const named = `${folders.slice(0, SHOWN).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  const are = folders.length === 1 ? 'is' : 'are';
  const message = `${named} ${are} built into Argo CD resources, and no Argo Application found here names ${folders.length === 1 ? 'it' : 'them'}. Look at one with gitops list ${first}, or give the Argo Application that delivers it: gitops list -f root.yaml`;
  onNotice?.({ kind: 'unread-folder', message });
}
