import { posix } from 'node:path';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import type { HasSources } from '../../argocd/application/sources-of.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

type NamedSource = {
  readonly repoURL: string;
  /** As far as it is not a template and no pattern; undefined where nothing of it is literal. */
  readonly path?: string;
};

/**
 * The sources that an ApplicationSet names in its generators and templates, as those of Argo Applications:
 * only these are to be looked at. One whose place is known says more than one without.
 */
export function sourcesOfSet(set: KubeObject): readonly HasSources[] {
  const named = [...namedIn(set['spec'])];
  const placed = new Set(named.flatMap(({ repoURL, path }) => (path === undefined ? [] : [repoURL])));
  return named
    .filter(({ repoURL, path }) => path !== undefined || !placed.has(repoURL))
    .map((source) => ({ spec: { source } }));
}

function* namedIn(value: unknown): Iterable<NamedSource> {
  if (Array.isArray(value)) for (const item of value) yield* namedIn(item);
  if (!isRecord(value)) return;
  const { repoURL, path, directories, files } = value;
  if (typeof repoURL === 'string' && repoURL !== '' && !repoURL.includes('{')) {
    const paths = [path, ...pathsIn(directories), ...pathsIn(files).map((file) => posix.dirname(file))].flatMap(
      (one) => literalOf(one) ?? [],
    );
    if (paths.length === 0) yield { repoURL };
    for (const one of paths) yield { repoURL, path: one };
  }
  for (const item of Object.values(value)) yield* namedIn(item);
}

function pathsIn(list: unknown): readonly string[] {
  return Array.isArray(list)
    ? list.flatMap((one) =>
        isRecord(one) && one['exclude'] !== true && typeof one['path'] === 'string' ? [one['path']] : [],
      )
    : [];
}

/** The folders before the first one that is a template or a pattern. */
function literalOf(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const parts = posix.normalize(path).split('/');
  const end = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  return sourceFolder((end < 0 ? parts : parts.slice(0, end)).join('/')) || undefined;
}
