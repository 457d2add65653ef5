import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { Links } from '../../files/follow-links.js';
import type { RenderWarning } from './render-warning.js';

/** The files that sources are read from. */
export interface SourceTree {
  /** Paths relative to the root of the repository. */
  readonly files: FileSet;
  /** Files that are not text, such as packed charts. Default: none. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
  /** Why a path that is in the repository is not in `files`. Default: none. */
  readonly unreadable?: ReadonlyMap<string, GitopsError>;
  /** Files that are in the repository and were not read yet. Default: none. */
  readonly unread?: UnreadFiles;
  /**
   * Its symbolic links; what they lead to is not in `files` until `linkedTree` puts it there. Default: none.
   */
  readonly links?: Links;
  /** Links that lead nowhere, by the path at which they are reached; from `linkedTree`. */
  readonly broken?: ReadonlyMap<string, BrokenLink>;
}

/** Files that are in a tree, and are read only when a source needs them. */
export interface UnreadFiles {
  /** Sorted. */
  readonly paths: readonly string[];
  /**
   * The tree with these files, and with all that was asked for before. What several sources ask for at once
   * is read together. Without any path: the tree as it was read last.
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
  /** As `helm package` makes it. */
  readonly archive: Uint8Array;
}

/**
 * Finds a chart that another one depends on: the repository as Chart.yaml writes it, and a version or a
 * range. @throws GitopsError
 */
export type FetchDependency = (repository: string, name: string, version: string) => Promise<FetchedChart>;

/** One source of one Argo Application, while it is rendered. */
export interface SourceContext {
  readonly application: ArgoApplication;
  /** File of the Argo Application. */
  readonly file: string;
  /** With the overrides of `.argocd-source.yaml` applied. */
  readonly source: ApplicationSource;
  /** Folder of the source; `''` for the root. */
  readonly path: string;
  readonly tree: SourceTree;
  /** The commit that is rendered, for `$ARGOCD_APP_REVISION`. */
  readonly revision: string;
  /** What `$ref` stands for in value files: the files of that source, or why they cannot be read. */
  readonly references: ReadonlyMap<string, SourceTree | GitopsError>;
  /** Finds charts that a chart depends on. Default: they must be in its `charts/`. */
  readonly fetchDependency?: FetchDependency | undefined;
  /** Takes what Argo CD accepts and people rarely mean. */
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

/** A file or folder that a source names and the revision does not have. */
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
