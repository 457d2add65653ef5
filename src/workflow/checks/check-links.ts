import { leavesRepository } from '../../files/follow-links.js';
import type { SourceTree } from '../../render/source/source-context.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Finds symbolic links that lead out of the repository. The repo-server of Argo CD refuses every source of a
 * repository that has one, read or not, unless reposerver.allow.oob.symlinks is set.
 */
export function checkLinks({ links = new Map() }: Pick<SourceTree, 'links'>): readonly Finding[] {
  return [...links]
    .filter(([path, target]) => leavesRepository(path, target))
    .map(([path, target]) => ({
      rule: 'link-outside',
      level: 'warning',
      message: `'${path}' is a symbolic link to '${target}', out of the repository: Argo CD refuses every source in it`,
      file: path,
      hint: 'Remove the link, or set reposerver.allow.oob.symlinks in argocd-cmd-params-cm.',
    }));
}
