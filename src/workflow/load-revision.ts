import { inventoryName } from '../cluster/inventory/name.js';
import { createKustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { openRepository } from '../git/open-repository.js';
import type { GitRepository } from '../git/repository.js';
import { type RenderedApplication, renderApplications } from '../render/render-applications.js';
import type { ClusterTarget } from './cluster-session.js';
import { toDesiredApplication } from './desired-application.js';
import { DEFAULT_OUTPUT, type RevisionOptions, type Selection } from './options.js';
import type { RevisionSummary, SkippedApplication } from './results.js';
import { assertSelected, findCluster, matches, type SelectedApplication, skipReason } from './selection.js';

export interface LoadOptions extends RevisionOptions, Selection {
  /** Read the commit although the output on disk differs from it: for verbs that change nothing, or name their revision. Default: false. */
  readonly allowDirty?: boolean;
  readonly signal?: AbortSignal;
}

/** What Git says: the desired state of the selected Argo Applications, by cluster. */
export interface LoadedRevision {
  readonly revision: RevisionSummary;
  readonly git: GitRepository;
  readonly targets: readonly ClusterTarget[];
  readonly skipped: readonly SkippedApplication[];
}

/**
 * Reads a revision without checking it out, and renders the selected Argo Applications.
 *
 * @throws GitopsError WORKFLOW_OUTPUT_DIRTY when the output on disk is not committed, WORKFLOW_NOTHING_SELECTED, WORKFLOW_CLUSTER_UNKNOWN, and what reading and rendering throw
 */
export async function loadRevision(options: LoadOptions): Promise<LoadedRevision> {
  const git = await openRepository(options.repository);
  const output = options.outputDir ?? DEFAULT_OUTPUT;
  const { revision, files } = await readFiles(git, output, options);
  const kustomize = createKustomize({ cacheDirectory: options.cacheDirectory });
  try {
    const { rendered, problems, clusters } = await renderApplications(files, { output, kustomize });
    GitopsError.throwAll(problems);
    return { revision, git, ...group(rendered, clusters, options) };
  } finally {
    await kustomize.close();
  }
}

async function readFiles(git: GitRepository, output: string, options: LoadOptions): Promise<{ revision: RevisionSummary; files: FileSet }> {
  if (options.worktree) return { revision: { commit: 'worktree', shortId: 'worktree' }, files: await git.readWorkingTree(output) };
  const { id, shortId, subject, date } = await git.resolve(options.revision ?? 'HEAD');
  if (options.revision === undefined && !options.allowDirty) await assertCommitted(git, output);
  return { revision: { commit: id, shortId, subject, committed: date }, files: await git.readTree(id, output) };
}

async function assertCommitted(git: GitRepository, output: string): Promise<void> {
  const changed = await git.changedPaths(output);
  if (changed.length === 0) return;
  const names = changed.slice(0, 3).map(({ path }) => path);
  throw new GitopsError(
    'WORKFLOW_OUTPUT_DIRTY',
    `'${output}' has uncommitted changes: ${names.join(', ')}${changed.length > names.length ? `, and ${changed.length - names.length} more` : ''}`,
    {
      hint: 'Commit them (gitops synth --commit), name a revision with --revision, or try them out with --worktree.',
    },
  );
}

/** The selected Argo Applications by cluster, each cluster with what else Git has for it. */
function group(
  rendered: readonly RenderedApplication[],
  clusters: Parameters<typeof findCluster>[1],
  selection: Selection,
): Pick<LoadedRevision, 'targets' | 'skipped'> {
  const known = rendered.map((one): SelectedApplication & RenderedApplication => ({
    ...one,
    cluster: findCluster(one.application, clusters, one.file),
  }));
  const selected = known.filter(({ application, cluster }) => matches(application, cluster, selection));
  assertSelected(selected.length, selection, known);
  const synced = selected.filter(({ application }) => skipReason(application) === undefined);
  const desired = (one: (typeof known)[number]) => toDesiredApplication(one.application, one.file, one.objects);
  const repositories = new Set(known.map((one) => desired(one).repository));
  const targets = [...new Map(synced.map(({ cluster }) => [cluster.name, cluster])).values()].map((secret) => ({
    secret,
    applications: synced.filter(({ cluster }) => cluster.name === secret.name).map(desired),
    inGit: new Set(known.filter(({ cluster }) => cluster.name === secret.name).map((one) => inventoryName(desired(one).instance))),
    repositories,
  }));
  const skipped = selected.flatMap(({ application }) => {
    const reason = skipReason(application);
    return reason === undefined ? [] : [{ application: application.metadata.name, reason }];
  });
  return { targets, skipped };
}
