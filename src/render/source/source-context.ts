import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { Links } from '../../files/follow-links.js';
import type { RenderWarning } from './render-warning.js';

/** The files from which sources are read. */
export interface SourceTree {
  /** Paths relative to the root of the repository. */
  readonly files: FileSet;
  /** Files that are not text, such as packed charts. Default: none. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
  /** Paths that are in the repository and not in `files`, each with the reason. Default: none. */
  readonly unreadable?: ReadonlyMap<string, GitopsError>;
  /** Files that are in the repository and were not read yet. Default: none. */
  readonly unread?: UnreadFiles;
  /**
   * The symbolic links of the tree. Their targets are not in `files` before `linkedTree` adds them. Default:
   * none.
   */
  readonly links?: Links;
  /** Links with missing targets, by the path at which they are reached; from `linkedTree`. */
  readonly broken?: ReadonlyMap<string, BrokenLink>;
}

/** Files of a tree that are read only when a source needs them. */
export interface UnreadFiles {
  /** The paths, sorted. */
  readonly paths: readonly string[];
  /**
   * Reads these files. Returns the tree with them and with all files that were read before. Requests of
   * several sources at once are read together. Without paths it returns the last tree.
   */
  read(paths: readonly string[]): Promise<SourceTree>;
}

/** A symbolic link that cannot be followed. */
export interface BrokenLink {
  readonly why: 'absent' | 'large' | 'loop' | 'outside';
  readonly problem: GitopsError;
}

/** A packed chart of a repository or registry. */
export interface FetchedChart {
  readonly version: string;
  /** The archive as `helm package` makes it. */
  readonly archive: Uint8Array;
}

/**
 * Finds a dependency of a chart, by the repository as in Chart.yaml and a version or a range.
 *
 * @throws GitopsError
 */
export type FetchDependency = (repository: string, name: string, version: string) => Promise<FetchedChart>;

/** One source of one Argo Application, while it is rendered. */
export interface SourceContext {
  readonly application: ArgoApplication;
  /** The file of the Argo Application. */
  readonly file: string;
  /** The namespace that its Argo CD runs in. Default: not known. */
  readonly controlNamespace?: string | undefined;
  /** The source, with the overrides of `.argocd-source.yaml`. */
  readonly source: ApplicationSource;
  /** The folder of the source; `''` for the root. */
  readonly path: string;
  readonly tree: SourceTree;
  /** The commit that is rendered, for `$ARGOCD_APP_REVISION`. */
  readonly revision: string;
  /** For each `$ref` in value files: the files of that source, or the reason why they cannot be read. */
  readonly references: ReadonlyMap<string, SourceTree | GitopsError>;
  /** Finds dependencies of charts. Default: they must be in `charts/`. */
  readonly fetchDependency?: FetchDependency | undefined;
  /** Receives oddities that Argo CD accepts and that are rarely meant. */
  readonly warn: (warning: RenderWarning) => void;
}

/** A source that Argo CD would render and this package does not. */
export function unsupportedSource(
  { application, file }: Pick<SourceContext, 'application' | 'file'>,
  what: string,
  hint?: string,
): GitopsError {
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `Argo Application '${application.metadata.name}' uses ${what}, which is not supported`,
    {
      source: { file },
      hint: hint ?? 'Let Argo CD deliver it, or put its manifests into a folder of this repository.',
    },
  );
}

/** The error for a file or folder of a source that the revision does not have. */
export function missingPath(
  { application, file }: Pick<SourceContext, 'application' | 'file'>,
  what: string,
  field: string,
): GitopsError {
  return new GitopsError(
    'RENDER_PATH_MISSING',
    `Argo Application '${application.metadata.name}' names ${what}, which is not in this revision`,
    {
      source: { file },
      hint: `Commit it, or correct ${field}.`,
    },
  );
}
