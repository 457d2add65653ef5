import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import type { Repository } from '../../model/repository.js';
import { promotedRevision } from '../own-revision.js';
import type { Target } from '../target.js';

/** `spec.source`, or `spec.sources` where files are lent. */
export function argoSources(
  repository: Repository,
  { overlay, pins, directory, source }: Target,
): Pick<ArgoApplication['spec'], 'source' | 'sources'> {
  if (source !== undefined) {
    const [first, ...more] = source.sources;
    return more.length === 0 && first !== undefined ? { source: first } : { sources: source.sources };
  }
  return {
    source: {
      repoURL: repository.url,
      targetRevision: promotedRevision({ overlay, pins }) ?? repository.branch,
      path: `${repository.output}/${directory}`,
    },
  };
}

/**
 * The paths in Git whose changes matter to Argo CD; undefined where nobody knows them all. The paths of
 * sources begin at the top of their repositories: a source that only lends files has no path to which others
 * could be relative.
 */
export function manifestPaths({ output }: Repository, { directory, source }: Target): string | undefined {
  if (source === undefined) return `.;${posix.relative(directory, baseOf(directory))}`;
  if (source.reads === undefined || source.sources.every(({ chart }) => chart !== undefined)) return undefined;
  const own = source.files.map(([path]) => `${output}/${posix.dirname(path)}`);
  const paths = source.reads.filter((path) => !own.some((folder) => path.startsWith(`${folder}/`)));
  return [...new Set([...own, ...paths])].map((path) => `/${path}`).join(';');
}

function baseOf(directory: string): string {
  return directory.replace(/\/overlays\/.*/s, '/base');
}
