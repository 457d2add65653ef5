import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { isCommitId } from '../../argocd/versions/git-revision.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { withoutCredentials } from '../../host/address.js';
import type { LocateSource } from '../../render/source/locate-source.js';
import { detectType, typesWithContent } from '../../render/source/source-type.js';
import type { RevisionFiles } from './read-revision.js';

/** A source of an Argo Application. */
export interface ListedSource {
  /** Without user name and password. */
  readonly repoURL: string;
  /** Branch, tag or commit; the version of a chart. */
  readonly targetRevision: string;
  readonly path?: string;
  readonly chart?: string;
  /**
   * The commit, version or digest to which it resolves. Absent for a source of another repository, unless the
   * user asked to resolve it.
   */
  readonly revision?: string;
  /** `unknown` where it is not in this repository, and that was not asked. */
  readonly type: 'kustomize' | 'helm' | 'directory' | 'plugin' | 'ref' | 'unknown';
}

/** What is known of a revision. */
interface DescribeContext {
  readonly read: RevisionFiles;
  /** Asks other repositories and registries. Default: nobody is asked. */
  readonly locate?: LocateSource;
}

/** A source, and what is wrong with it. */
export interface DescribedSource {
  readonly source: ListedSource;
  /** Why it could not be resolved. */
  readonly problem?: GitopsError;
}

/** The revision of a source of an Argo Application, as far as it is known or may be asked. */
export async function describeSource(
  source: ApplicationSource,
  application: ArgoApplication,
  context: DescribeContext,
): Promise<DescribedSource> {
  const { repoURL, path, targetRevision = 'HEAD' } = source;
  const chart = source.chart;
  const isRef = source.ref !== undefined && path === undefined && chart === undefined;
  const { tree, revision, problem } = await locate(source, application, context);
  const known =
    isRef || tree === undefined ? undefined : detectType(tree, chart === undefined ? sourceFolder(path ?? '') : '');
  return {
    source: {
      repoURL: withoutCredentials(repoURL),
      targetRevision,
      revision,
      path,
      chart,
      type: isRef ? 'ref' : (typesWithContent(source)[0] ?? (chart === undefined ? (known ?? 'unknown') : 'helm')),
    },
    problem,
  };
}

interface Location {
  readonly tree?: FileSet;
  readonly revision?: string;
  readonly problem?: GitopsError;
}

/** Where the files of a source are, as far as it is known or was asked. */
async function locate(
  source: ApplicationSource,
  application: ArgoApplication,
  { read, locate: ask }: DescribeContext,
): Promise<Location> {
  const { repoURL, targetRevision = 'HEAD' } = source;
  if (source.chart === undefined && read.isOwn(repoURL)) return locateOwn(source, read);
  if (ask === undefined) return isCommitId(targetRevision) ? { revision: targetRevision } : {};
  try {
    const located = await ask(source, application);
    return located === undefined ? {} : { tree: located.tree.files, revision: located.revision };
  } catch (problem) {
    if (GitopsError.is(problem)) return { problem };
    throw problem;
  }
}

/** What it has at its own commit is not read: only where it is. */
async function locateOwn(
  { repoURL, targetRevision = 'HEAD' }: ApplicationSource,
  { tree, revision, pin }: RevisionFiles,
): Promise<Location> {
  try {
    return { tree: tree.files, revision: (await pin(targetRevision, repoURL))?.commit ?? revision.commit };
  } catch (problem) {
    if (GitopsError.is(problem)) return { tree: tree.files, problem };
    throw problem;
  }
}
