import { isListedByArgoCd, isWrittenByArgoCd } from '../../argocd/application/running-owner.js';
import { identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { argocdApplications } from './argocd-applications.js';
import { destinationNames } from './destination-names.js';
import type { FindRunningOptions } from './find-running-owners.js';

/**
 * Which of these live objects Argo CD has too, by `identityKey`: it has written them, or an Argo Application
 * of this cluster lists them. Asked by one LIST, none when it has written all of them.
 */
export async function findArgocdObjects(
  objects: readonly KubeObject[],
  { client, discovery, destinations = [], signal }: Omit<FindRunningOptions, 'managing'>,
): Promise<ReadonlySet<string>> {
  const isKnown = objects.every(isWrittenByArgoCd);
  const applications = isKnown ? [] : await argocdApplications(client, discovery, signal);
  const where = { destinations: destinationNames(client, destinations), isHome: true };
  const found = objects.filter(
    (object) => isWrittenByArgoCd(object) || isListedByArgoCd(identityOf(object), applications, where),
  );
  return new Set(found.map(identityOf).map(identityKey));
}
