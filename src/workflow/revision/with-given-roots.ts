import { GitopsError } from '../../errors.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { withElsewhere } from '../../render/resources/with-elsewhere.js';
import type { GivenFile } from '../api/given-file.js';
import { givenRoots } from './given-roots.js';

/**
 * The Argo Applications of a file in place of those in Git, as if only they were in the cluster. AppProjects,
 * clusters and settings of Git apply in addition to those of the file.
 *
 * @throws GitopsError for a file without any, with the reason; or RENDER_INVALID_APPLICATION
 */
export function withGivenRoots(inGit: ArgoResources, file: GivenFile): ArgoResources {
  const { placed, missing } = givenRoots(file);
  if (placed.applications.length + placed.roots.length + placed.applicationSets.length === 0)
    throw placed.problems.length > 0 ? GitopsError.all(placed.problems) : missing;
  return withElsewhere(placed, inGit);
}
