import type { ArgoApplication } from '../../argocd/application/application.js';
import { LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import { identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { MovedApplication, Repository } from '../../model/repository.js';
import { applicationFolder, type CommittedTree } from '../committed-tree.js';
import type { Target } from '../target.js';

export interface VanishedInput {
  readonly repository: Repository;
  readonly committed: CommittedTree;
  readonly targets: readonly Target[];
}

/**
 * Argo Applications of the committed tree that would be removed although their objects continue under another
 * name: Argo CD would delete these objects. They continue when the overlay still exists on that cluster (the
 * same ARN, server or context, whatever the name of the cluster is now), or when a new Argo Application has
 * the same objects. A rename must not move them to another namespace either, unless that is said.
 */
export function validateVanished({ repository, committed, targets }: VanishedInput): readonly GitopsError[] {
  const names = new Set(targets.map(({ name }) => name));
  const before = new Set(committed.applications.map(({ manifest }) => manifest.metadata.name));
  const records = new Map(repository._movedApplications.map((record) => [record.from, record]));
  return committed.applications.flatMap(({ manifest }) => {
    const name = manifest.metadata.name;
    if (names.has(name)) return [];
    const record = records.get(name);
    const said = targets.find((target) => target.name === record?.to);
    if (record && said) return movesNamespace(manifest, said, record) ? [namespaceMoved(name, manifest, said)] : [];
    const onCluster = targets.filter((target) => onSameCluster(manifest, target, committed));
    const sameOverlay = onCluster.find((target) => isSameOverlay(manifest, target));
    if (sameOverlay) return [vanished(name, sameOverlay, 'its overlay still exists, as')];
    const objects = committed.objectsBelow(applicationFolder(manifest, repository.output));
    const heirs = onCluster.filter((target) => !before.has(target.name));
    const heir = heirs.find((target) => inherits(manifest, objects, target));
    if (heir) return [vanished(name, heir, 'its objects continue in')];
    const elsewhere = heirs.find((target) => isRenamed(manifest, objects, target));
    return elsewhere ? [namespaceMoved(name, manifest, elsewhere)] : [];
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

/** Another id, and so another namespace, for what is the same otherwise: most objects have their names. */
function isRenamed(manifest: ArgoApplication, objects: readonly KubeObject[], { overlay, build }: Target): boolean {
  if (manifest.metadata.labels?.[LABEL.environment] !== overlay.environment.id) return false;
  const keys = new Set(build.objects.map(({ object }) => nameKey(object)));
  const before = new Set(objects.map(nameKey));
  return [...before].filter((key) => keys.has(key)).length * 2 > before.size;
}

function movesNamespace(manifest: ArgoApplication, { overlay }: Target, record: MovedApplication): boolean {
  return overlay.namespace !== (record.namespace ?? manifest.spec.destination.namespace);
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

function namespaceMoved(name: string, { spec }: ArgoApplication, { name: to, overlay }: Target): GitopsError {
  const before = spec.destination.namespace ?? '';
  const now = overlay.namespace;
  return new GitopsError(
    'SYNTH_NAMESPACE_MOVED',
    `the objects of the Argo Application '${name}' would move from namespace '${before}' to '${now}' in '${to}'`,
    {
      hint: `Keep it with namespace: '${before}', or add repository.moved({ from: '${name}', to: '${to}', namespace: '${now}' }) for one commit: objects and data in '${before}' are not moved.`,
      constructPath: overlay.node.path,
      source: overlay._site.location,
    },
  );
}
