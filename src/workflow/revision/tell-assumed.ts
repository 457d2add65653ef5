import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { RevisionOptions } from '../api/options.js';

/** Says that a folder was built which no Argo Application names. */
export function tellAssumed({ assumed }: ArgoResources, { onNotice }: Pick<RevisionOptions, 'onNotice'>): void {
  if (assumed === undefined) return;
  const { folder, name, others } = assumed;
  const rest =
    others === 0
      ? ''
      : `; ${others === 1 ? 'its one other object is' : `its ${others} other objects are`} left out, because nobody delivers them`;
  const message = `no Argo Application names '${folder || '.'}': it is built as by one called '${name}' without options${rest}`;
  onNotice?.({ kind: 'app-of-apps', message });
}
