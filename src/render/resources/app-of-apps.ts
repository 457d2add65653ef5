import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { inputFinder } from '../../engines/kustomize/build-inputs.js';
import type { FileSet } from '../../files/file-set.js';
import { detectType, type SourceType, typesWithContent } from '../source/source-type.js';
import { mentionsArgo } from './mentions-argo.js';

/** Facts about the sources of Argo Applications before they are rendered. */
export interface SourceInspector {
  /** All files that mention Argo CD resources. */
  readonly mentioning: readonly string[];
  /**
   * The files that its sources in this repository may read and that mention Argo CD resources. Empty when it
   * is certainly not an app of apps.
   */
  mentions(application: ArgoApplication): readonly string[];
  /** True when its files are its objects, without a build. */
  isPlain(application: ArgoApplication): boolean;
}

/** A cluster Secret, or Argo CD's own settings. */
const SECRET_OR_SETTINGS = /argocd\.argoproj\.io\/secret-type|\bargocd-cm\b/;

/** Searches a tree once, so that each Argo Application needs little time. */
export function createSourceInspector(files: FileSet, isOwn: (repoURL: string) => boolean): SourceInspector {
  const mentioning = files.entries().flatMap(([path, content]) => (mentions(content) ? [path] : []));
  const inputsOf = inputFinder(files);
  const known = new Map<string, readonly string[]>();
  const mentionsOf = (path: string, type: SourceType): readonly string[] => {
    const key = `${type}\0${path}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const inputs = type === 'kustomize' ? new Set(inputsOf(path === '' ? '.' : path).paths) : undefined;
    const found = mentioning.filter((file) =>
      inputs === undefined ? path === '' || file.startsWith(`${path}/`) : inputs.has(file),
    );
    known.set(key, found);
    return found;
  };
  const foldersOf = (application: ArgoApplication) =>
    sourcesOf(application).flatMap((source) => {
      if (source.chart !== undefined || source.path === undefined || !isOwn(source.repoURL)) return [];
      const path = sourceFolder(source.path);
      return path.startsWith('..') ? [] : [{ path, type: typesWithContent(source)[0] ?? detectType(files, path) }];
    });
  return {
    mentioning,
    mentions: (application) =>
      mentioning.length === 0
        ? []
        : [
            ...new Set(
              foldersOf(application).flatMap(({ path, type }) => (type === 'plugin' ? [] : mentionsOf(path, type))),
            ),
          ],
    isPlain: (application) => foldersOf(application).every(({ type }) => type === 'directory'),
  };
}

function mentions(content: string): boolean {
  return mentionsArgo(content) || SECRET_OR_SETTINGS.test(content);
}
