import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { ANNOTATION } from '../../argocd/labels.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import { argocdOf } from './argocd-of.js';
import type { ClusterTarget } from './cluster-target.js';
import { toDesiredApplication } from './desired-application.js';
import type { ShareEngines } from './share-engines.js';

/**
 * Renders the Argo Applications of a cluster in Git that are not selected, once and on first use.
 *
 * @param isSelected whether an Argo Application is selected
 * @param share the engines for all clusters
 */
export function renderUnselected(
  files: () => Promise<RevisionFiles>,
  { name, server }: Pick<ClusterSecret, 'name' | 'server'>,
  isSelected: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean,
  share: ShareEngines,
): NonNullable<ClusterTarget['unselected']> {
  let rendered: ReturnType<NonNullable<ClusterTarget['unselected']>> | undefined;
  const goesHere = ({ metadata, spec: { destination } }: ArgoApplication) =>
    (destination.name === undefined ? destination.server === server : destination.name === name) &&
    metadata.annotations?.[ANNOTATION.movedTo] === undefined;
  const render = async () => {
    const { renderRevision } = await import('./render-revision.js');
    const read = await files();
    const wanted = (application: ArgoApplication, clusters: readonly ClusterSecret[]) =>
      goesHere(application) && !isSelected(application, clusters);
    const { rendering } = await share(read.engine, (open) =>
      renderRevision({ ...read, engine: { ...read.engine, open } }, { wanted }),
    );
    const applications = rendering.rendered.map(({ application, file, objects }) =>
      toDesiredApplication(application, file, objects, argocdOf(application, read.resources)),
    );
    return { applications, problems: rendering.problems };
  };
  return () => {
    rendered ??= render();
    return rendered;
  };
}
