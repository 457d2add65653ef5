import type { ArgoApplication } from '../../argocd/application/application.js';
import { LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import { identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Repository } from '../../model/repository.js';
import type { Target } from '../collect.js';
import { applicationFolder, type CommittedTree } from '../committed-tree.js';

export interface VanishedInput {
  readonly repository: Repository;
  readonly committed: CommittedTree;
  readonly targets: readonly Target[];
}

/**
 * Argo Applications of the committed tree that would be gone although what they run goes on under another
 * name: Argo CD would delete it. It goes on when the overlay still exists on that cluster (the same ARN,
 * server or context, whatever the cluster is called now), or when a new Argo Application has its objects in
 * its namespace.
 */
export function validateVanished({ repository, committed, targets }: VanishedInput): readonly GitopsError[] {
  const names = new Set(targets.map(({ name }) => name));
  const before = new Set(committed.applications.map(({ manifest }) => manifest.metadata.name));
  const allowed = new Set(repository._movedApplications.filter(({ to }) => names.has(to)).map(({ from }) => from));
  return committed.applications.flatMap(({ manifest }) => {
    const name = manifest.metadata.name;
    if (names.has(name) || allowed.has(name)) return [];
    const onCluster = targets.filter((target) => onSameCluster(manifest, target, committed));
    const sameOverlay = onCluster.find((target) => isSameOverlay(manifest, target));
    if (sameOverlay) return [vanished(name, sameOverlay, 'its overlay still exists, as')];
    const objects = committed.objectsBelow(applicationFolder(manifest, repository.output));
    const heir = onCluster.find((target) => !before.has(target.name) && inherits(manifest, objects, target));
    return heir ? [vanished(name, heir, 'its objects go on in')] : [];
  });
}

function onSameCluster(manifest: ArgoApplication, { cluster }: Target, committed: CommittedTree): boolean {
  const id = manifest.metadata.labels?.[LABEL.cluster] ?? '';
  const place = committed.clusterPlace(id);
  return (
    cluster.id === id ||
    (place !== undefined && place === (cluster._secret.arn ?? cluster._secret.server ?? cluster._secret.context))
  );
}

function isSameOverlay({ metadata: { labels = {} } }: ArgoApplication, { application, overlay }: Target): boolean {
  return application.id === labels[LABEL.application] && overlay.environment.id === labels[LABEL.environment];
}

function inherits(manifest: ArgoApplication, objects: readonly KubeObject[], { overlay, build }: Target): boolean {
  if (manifest.spec.destination.namespace !== overlay.namespace) return false;
  const keys = new Set(build.objects.map(({ object }) => nameKey(object)));
  return objects.some((object) => keys.has(nameKey(object)));
}

function nameKey(object: KubeObject): string {
  const { group, kind, name } = identityOf(object);
  return `${group}/${kind}/${name}`;
}

function vanished(name: string, heir: Target, why: string): GitopsError {
  return new GitopsError(
    'SYNTH_VANISHED',
    `the Argo Application '${name}' would vanish although ${why} '${heir.name}'`,
    {
      hint: `If it is renamed on purpose, add repository.moved({ from: '${name}', to: '${heir.name}' }) for one commit.`,
      constructPath: heir.overlay.node.path,
      source: heir.overlay._site.location,
    },
  );
}
