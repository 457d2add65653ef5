import type { RevisionOptions } from '../api/options.js';
import type { Kustomized } from './revision-files.js';

/** So many folders are named. */
const SHOWN = 5;

/** Says which kustomizations were built although no Argo Application names them. */
export function tellKustomized(
  { folders, overlays }: Kustomized,
  { onNotice }: Pick<RevisionOptions, 'onNotice'>,
): void {
  const alone = folders.filter((folder) => !overlays.includes(folder));
  if (alone.length > 0)
    onNotice?.({
      kind: 'app-of-apps',
      message: `no Argo Application names ${listed(alone)}: ${alone.length === 1 ? 'it is' : 'they are'} built as without options`,
    });
  if (overlays.length > 0)
    onNotice?.({
      kind: 'app-of-apps',
      message: `${listed(overlays)} are overlays with common files: each is taken for the root of an Argo CD of its own. Name one to look at it alone: gitops list ${overlays[0]}`,
    });
}

function listed(folders: readonly string[]): string {
  const left = folders.length - SHOWN;
  const shown = folders.slice(0, SHOWN).map((folder) => `'${folder}'`);
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
