import type { GitopsError } from '../errors.js';
import type { AnyApplication } from '../model/any-application.js';
import type { Overlay } from '../model/overlay.js';
import { argoLevels } from './argo-levels.js';
import { argoNames } from './argo-names.js';
import type { PlacedTarget } from './target.js';

/** The Argo Applications of an overlay, one for each cluster. Adds what is wrong with their names. */
export function placeTargets(
  application: AnyApplication,
  overlay: Overlay,
  problems: GitopsError[],
): readonly PlacedTarget[] {
  const { environment } = overlay;
  const levels = argoLevels({ application, overlay });
  return environment.clusters.map((cluster) => {
    const names = argoNames(
      levels,
      { application: application.id, environment: environment.id, cluster: cluster.id },
      {
        name: [application.id, environment.id, ...(environment._namesClusters ? [cluster.id] : [])].join('-'),
        folder: environment.id,
      },
    );
    problems.push(...names.problems);
    return {
      cluster,
      name: names.name,
      file: `applications/${names.folder}/${names.name}.yaml`,
      levels,
      namedBy: names.namedBy,
    };
  });
}
