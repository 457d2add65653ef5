import type { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import type { RemoteRefs } from './remote/parse-remote-refs.js';

/** A commit with the fields by which people recognise it. */
export interface Commit {
  /** Full object id. */
  readonly id: string;
  /** First 7 characters of the id; for display only. */
  readonly shortId: string;
  /** First line of the message. */
  readonly subject: string;
  /** `Name <address>`. */
  readonly author: string;
  /** When it was committed, ISO 8601 in UTC. */
  readonly date: string;
}

/** A path that differs from HEAD. */
export interface ChangedPath {
  /** Relative to the repository root. */
  readonly path: string;
  readonly change: 'added' | 'modified' | 'deleted' | 'untracked' | 'unmerged' | 'ignored';
}

export interface CommitRequest {
  /**
   * Exactly these paths, relative to the repository root, are committed as they are on disk; an absent file
   * is committed as deleted. Nothing else is.
   */
  readonly paths: readonly string[];
  readonly message: string;
  readonly signal?: AbortSignal;
}

/** The result of a commit; `commit` is undefined when the paths do not differ from HEAD. */
export interface CommitOutcome {
  readonly commit: Commit | undefined;
  /** Branch that moved; undefined for a detached HEAD. */
  readonly branch: string | undefined;
  /** Paths that differ from the parent commit, sorted. */
  readonly paths: readonly string[];
}

/** A named remote of a clone. */
export interface GitRemote {
  readonly name: string;
  /** The URLs as they are configured: first for fetching, then for pushing. They may have credentials. */
  readonly urls: readonly string[];
  /** The default branch of the remote, as the clone remembers it; undefined when the clone never asked. */
  readonly defaultBranch: string | undefined;
  /** Whether a fetch brings every branch. A clone of one branch, as pipelines make it, knows of no others. */
  readonly fetchesAll: boolean;
}

/** The facts that a clone knows without asking a server. */
export interface Clone {
  /** The branch of HEAD, also before its first commit; undefined for a detached HEAD. */
  readonly branch: string | undefined;
  /** Names of the branches that are here, and of those of the remotes as they were fetched last; sorted. */
  readonly branches: readonly string[];
  /** Branches of remotes as they were fetched last, such as `origin/main`; sorted. */
  readonly fetched: readonly string[];
  /** The remotes by name. */
  readonly remotes: readonly GitRemote[];
  /** Whether its history ends somewhere before the first commit. */
  readonly isShallow: boolean;
}

/** The commit of each ref, by its full name such as `refs/heads/main`. */
export type Refs = Readonly<Record<string, string>>;

/** Options for reading a whole repository, in which an unreadable file may not matter. */
export interface TolerantReading {
  /**
   * Receives the problem of a path instead of an error: symbolic links, submodules, Git LFS pointers,
   * unreadable manifests. `node_modules` on disk is ignored.
   */
  readonly onProblem: (path: string, problem: GitopsError) => void;
  /** Receives each symbolic link with its target, as it is stored. Default: a link is a problem. */
  readonly onLink?: (path: string, target: string) => void;
  /** Receives the files that are not UTF-8 text, which a FileSet leaves out. */
  readonly onBinary?: (path: string, content: Uint8Array) => void;
  /** Selects the files to read. Default: all. */
  readonly wants?: (path: string) => boolean;
  /** Receives the ordinary files that are not read. `readFiles` reads some of them. */
  readonly onUnread?: (path: string) => void;
}

/**
 * A Git repository: reading any revision without checking it out, and committing named paths. Nothing in it
 * runs hooks, textconv, fsmonitor or anything else that the repository names.
 *
 * All paths are relative to the repository root, also those in a FileSet. Revisions are what `git rev-parse`
 * accepts: branch, tag, (short) id, `HEAD~1`, `HEAD^`, `origin/main`.
 */
export interface GitRepository {
  /** Real path of the working tree's top folder; undefined for a bare repository. */
  readonly root: string | undefined;
  /** Real path of the `.git` folder of this working tree. */
  readonly gitDirectory: string;
  /** @throws GitopsError GIT_REVISION_NOT_FOUND, GIT_REVISION_AMBIGUOUS, GIT_NO_COMMITS */
  resolve(revision: string): Promise<Commit>;
  /** Branches and remotes, as this clone knows them. */
  describeClone(): Promise<Clone>;
  /** The commit of a tag; undefined when there is no such tag. */
  tag(name: string): Promise<Commit | undefined>;
  /** Whether there is such a local branch. */
  hasBranch(name: string): Promise<boolean>;
  /** Branches, tags, and the branches of remotes as they were fetched last (`refs/remotes/origin/main`). */
  refs(): Promise<Refs>;
  /**
   * Asks a remote of this clone for its branches and tags, as `git fetch` would. @throws GitopsError
   * GIT_REMOTE_FAILED; GIT_NEEDS_NATIVE without the git command
   */
  listRemote(name: string): Promise<RemoteRefs>;
  /**
   * The text files below a folder at a revision, `''` for all. Files that are not UTF-8 or larger than 32 MiB
   * are left out, except YAML and JSON, which are errors. What a partial clone lacks is fetched in one batch.
   *
   * @throws GitopsError GIT_FOLDER_NOT_FOUND, GIT_UNSUPPORTED_FILE for symbolic links, submodules, Git LFS
   * pointers and unreadable manifests, all at once; as `resolve`; GIT_OBJECT_MISSING
   */
  readTree(revision: string, folder: string, tolerant?: TolerantReading): Promise<FileSet>;
  /**
   * Reads, in one batch, some files that `readTree` left unread, or `readWorkingTree` when no revision is
   * given. A file that cannot be read is reported.
   */
  readFiles(revision: string | undefined, paths: readonly string[], tolerant: TolerantReading): Promise<FileSet>;
  /** The same for the files on disk. @throws as `readTree`; GIT_NO_WORKING_TREE in a bare repository */
  readWorkingTree(folder: string, tolerant?: TolerantReading): Promise<FileSet>;
  /**
   * Paths below a folder (`''` for all) whose content on disk or in the index differs from HEAD, untracked
   * included, ignored not; sorted. Empty in a bare repository.
   */
  changedPaths(folder: string): Promise<readonly ChangedPath[]>;
  /** The given files that differ from HEAD, also untracked or ignored ones; sorted. */
  changedAmong(paths: readonly string[]): Promise<readonly ChangedPath[]>;
  /** Whether `older` is `newer` or one of its ancestors. */
  isAncestor(older: string, newer: string): Promise<boolean>;
  /**
   * Checks, before any work is done, whether `commit` would be refused.
   *
   * @throws GitopsError GIT_BUSY, GIT_IDENTITY_MISSING, GIT_NO_WORKING_TREE
   */
  assertCanCommit(): Promise<void>;
  /**
   * @throws GitopsError as `assertCanCommit`; GIT_IGNORED, GIT_LOCKED, GIT_COMMIT_RACE, GIT_SIGNING_FAILED
   */
  commit(request: CommitRequest): Promise<CommitOutcome>;
}
