import { GitopsError } from '../../errors.js';
import { Cluster } from '../../model/cluster.js';
import type { Repository } from '../../model/repository.js';
import { clusterSecret } from '../layout/cluster-secret.js';
import type { Target } from '../target.js';

/**
 * Clusters that Argo CD would take for one another, fields of their Secrets that contradict the props, and
 * overlays in namespaces that a cluster Secret does not let Argo CD manage.
 */
export function validateClusters(repository: Repository, targets: readonly Target[]): readonly GitopsError[] {
  const clusters = repository.node.findAll().filter((construct) => Cluster.is(construct));
  return [
    ...clusters.flatMap((cluster) => contradictions(cluster, repository)),
    ...clusters.flatMap((cluster, index) => {
      const other = clusters.slice(0, index).find(({ _secret: secret }) => secret.name === cluster._secret.name);
      return other === undefined ? [] : [sameName(cluster, other)];
    }),
    ...targets.flatMap(unmanaged),
  ];
}

function contradictions(cluster: Cluster, { argocdNamespace }: Repository): readonly GitopsError[] {
  return clusterSecret(cluster, argocdNamespace).conflicts.map(
    (field) =>
      new GitopsError('MODEL_INVALID_VALUE', `secret sets '${field}', which synth writes itself with another value`, {
        constructPath: cluster.node.path,
        source: cluster._site.location,
        hint: 'Leave it out: it comes from the props of the Cluster.',
      }),
  );
}

function sameName({ id, _secret: secret, node, _site: site }: Cluster, other: Cluster): GitopsError {
  return new GitopsError(
    'MODEL_DUPLICATE',
    `Argo CD would know the clusters '${other.id}' and '${id}' as '${secret.name}'`,
    {
      constructPath: node.path,
      source: site.location,
      hint: 'Give each its own destinationName.',
    },
  );
}

function unmanaged({ overlay, cluster }: Target): readonly GitopsError[] {
  const { namespaces } = cluster._secret;
  if (namespaces === undefined || namespaces.includes(overlay.namespace)) return [];
  return [
    new GitopsError(
      'MODEL_INVALID_VALUE',
      `'${overlay.node.path}' goes to the namespace '${overlay.namespace}', which Argo CD does not manage on the cluster '${cluster.id}'`,
      {
        constructPath: overlay.node.path,
        source: overlay._site.location,
        hint: `Add it to 'namespaces' of the Cluster, which has '${namespaces.join("', '")}', or choose another one.`,
      },
    ),
  ];
}
