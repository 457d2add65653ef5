import type { RevisionOptions } from '../api/options.js';
import type { LookAlike } from './look-alikes.js';

/** Says in one note which URLs may be the repository at hand, and how to make them so. */
export function tellLookAlikes(found: readonly LookAlike[], { onNotice }: Pick<RevisionOptions, 'onNotice'>): void {
  if (found.length === 0) return;
  const many = found.length > 1;
  const named = found.map(({ repoURL, sources }) => `'${repoURL}' (${sources} source${sources === 1 ? '' : 's'})`);
  const options = found.map(({ repoURL }) => `--repository-url ${repoURL}`).join(' ');
  const message = `${named.join(', ')} ${many ? 'have' : 'has'} the name of this repository and another owner or host: read as ${many ? 'other repositories' : 'another repository'}. If it is a mirror or a fork of this one, add ${options}`;
  onNotice?.({ kind: 'other-url', message });
}
