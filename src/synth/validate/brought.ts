import { matchesGlob } from '../../argocd/glob.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import type { Repository } from '../../model/repository.js';
import { rootApplication } from '../layout/root-application.js';

/** What synth writes for Argo CD to read. */
const FOLDERS = ['applications', 'clusters', 'projects'];

/**
 * Warnings of folders that synth writes and of which the root application brings nothing, because
 * `rootApplication.include` or `exclude` leaves them out.
 */
export function unbroughtWarnings(repository: Repository, units: readonly OwnershipUnit[]): readonly string[] {
  const { _rootApplication: root } = repository;
  if (root === undefined) return [];
  const { include, exclude } = rootApplication(repository, root).spec.source?.directory ?? {};
  const isBrought = (path: string) =>
    (!exclude || !matchesGlob(path, exclude)) && (!include || matchesGlob(path, include));
  const paths = units.flatMap(({ files }) => files.paths());
  return FOLDERS.flatMap((folder) => {
    const own = paths.filter((path) => path.startsWith(`${folder}/`));
    if (own.length === 0 || own.some(isBrought)) return [];
    return [
      `the root application '${root.name}' brings nothing of '${repository.output}/${folder}', which synth writes: Argo CD does not know it. Let rootApplication.include match '${folder}/*'`,
    ];
  });
}
