import type { ArgoApplication } from '../../argocd/application.js';
import { LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import type { MovedApplication } from '../../model/repository.js';
import type { Target } from '../collect.js';
import type { CommittedTree } from '../committed-tree.js';

export interface VanishedInput {
  readonly committed: CommittedTree;
  readonly targets: readonly Target[];
  readonly moved: readonly MovedApplication[];
}

/**
 * Argo Applications of the committed tree whose overlay still stands, but under another name: Argo CD would delete what they run. A cluster counts as the same when its
 * ARN, server or context is, whatever it is called now.
 */
export function validateVanished({ committed, targets, moved }: VanishedInput): readonly GitopsError[] {
  const names = new Set(targets.map(({ name }) => name));
  const allowed = new Set(moved.filter(({ to }) => names.has(to)).map(({ from }) => from));
  return committed.applications.flatMap(({ manifest }) => {
    const name = manifest.metadata.name;
    if (names.has(name) || allowed.has(name)) return [];
    const heir = heirOf(manifest, targets, committed);
    if (!heir) return [];
    return [
      new GitopsError('SYNTH_VANISHED', `the Argo Application '${name}' would vanish although its overlay still exists, as '${heir.name}'`, {
        hint: `If it is renamed on purpose, add repository.moved({ from: '${name}', to: '${heir.name}' }) for one commit.`,
        constructPath: heir.overlay.node.path,
        source: heir.overlay.site.location,
      }),
    ];
  });
}

function heirOf(manifest: ArgoApplication, targets: readonly Target[], committed: CommittedTree): Target | undefined {
  const labels = manifest.metadata.labels ?? {};
  const place = committed.clusterPlace(labels[LABEL.cluster] ?? '');
  return targets.find(
    ({ application, overlay, cluster }) =>
      application.id === labels[LABEL.application] &&
      overlay.environment.id === labels[LABEL.environment] &&
      (cluster.id === labels[LABEL.cluster] ||
        (place !== undefined && place === (cluster.secret.arn ?? cluster.secret.server ?? cluster.secret.context))),
  );
}
