import type { ArgoApplication } from '../argocd/application.js';
import type { ClusterSecret } from '../argocd/cluster-secret.js';
import { ANNOTATION } from '../argocd/labels.js';
import { instanceName, inventoryName } from '../cluster/inventory/name.js';
import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import { openRepository } from '../git/open-repository.js';
import type { Commit, GitRepository } from '../git/repository.js';
import { findResources } from '../render/find-resources.js';
import { type RenderedApplication, type Rendering, type RenderOptions, renderApplications } from '../render/render-applications.js';
import type { ClusterTarget } from './cluster-session.js';
import { repositoryOf, toDesiredApplication } from './desired-application.js';
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
 * Reads a revision without checking it out, and renders the selected Argo Applications. One whose `targetRevision` is a commit or a tag is rendered as it was there.
 *
 * @throws GitopsError WORKFLOW_OUTPUT_DIRTY when the output on disk is not committed, WORKFLOW_NOTHING_SELECTED, WORKFLOW_CLUSTER_UNKNOWN, and what reading and rendering throw
 */
export async function loadRevision(options: LoadOptions): Promise<LoadedRevision> {
  const git = await openRepository(options.repository);
  const output = options.outputDir ?? DEFAULT_OUTPUT;
  const { revision, files } = await readFiles(git, output, options);
  const kustomize = createKustomize(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory });
  try {
    const render = (tree: FileSet, only: RenderOptions['only']) => renderApplications(tree, { output, kustomize, only });
    const wanted = (application: ArgoApplication, clusters: readonly ClusterSecret[]) => isWanted(application, clusters, options);
    const pins = await readPins(git, files, output, wanted);
    const rendering = await render(files, (application, clusters) => wanted(application, clusters) && !pins.has(application.metadata.name));
    const pinned = await Promise.all(
      [...pins].map(async ([name, pin]) => {
        const found = rendering.applications.find(({ resource }) => resource.metadata.name === name);
        // The Argo Application is read at the revision, its manifests at the commit that it pins.
        const tree = (await git.readTree(pin.commit, output)).with(FileSet.of(found ? [[found.file, files.get(found.file) ?? '']] : []));
        const { rendered, problems } = await render(tree, (application) => application.metadata.name === name);
        return { problems, rendered: rendered.map((one) => ({ ...one, revision: pin })) };
      }),
    );
    GitopsError.throwAll([...rendering.problems, ...pinned.flatMap(({ problems }) => problems)]);
    return { revision, git, ...group([...rendering.rendered, ...pinned.flatMap(({ rendered }) => rendered)], rendering, options) };
  } finally {
    await kustomize.close();
  }
}

/** The commits that wanted Argo Applications pin by their `targetRevision`, by name. A branch is no pin: it is what the revision stands for. */
async function readPins(
  git: GitRepository,
  files: FileSet,
  output: string,
  wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean,
): Promise<ReadonlyMap<string, RevisionSummary>> {
  const { applications, clusters } = findResources(files, output);
  const asked = applications
    .filter(({ resource }) => wanted(resource, clusters))
    .map(({ resource }) => [resource.metadata.name, resource.spec.source?.targetRevision] as const);
  const resolved = new Map<string, RevisionSummary | undefined>();
  for (const target of new Set(asked.map(([, target]) => target))) if (target !== undefined) resolved.set(target, await resolvePin(git, target));
  return new Map(asked.flatMap(([name, target]) => (target !== undefined && resolved.get(target) ? [[name, resolved.get(target)!] as const] : [])));
}

async function resolvePin(git: GitRepository, target: string): Promise<RevisionSummary | undefined> {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(target)) return summaryOf(await git.resolve(target));
  if (target === 'HEAD') return undefined;
  try {
    return summaryOf(await git.resolve(`refs/tags/${target}`));
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_REVISION_NOT_FOUND') return undefined;
    throw error;
  }
}

function isWanted(application: ArgoApplication, clusters: readonly ClusterSecret[], selection: Selection): boolean {
  const { name, server } = application.spec.destination;
  const cluster = clusters.find((one) => (name === undefined ? one.server === server : one.name === name));
  return skipReason(application) === undefined && matches(application, cluster ?? { name: name ?? '' }, selection);
}

function summaryOf({ id, shortId, subject, date }: Commit): RevisionSummary {
  return { commit: id, shortId, subject, committed: date };
}

async function readFiles(git: GitRepository, output: string, options: LoadOptions): Promise<{ revision: RevisionSummary; files: FileSet }> {
  if (options.worktree) return { revision: { commit: 'worktree', shortId: 'worktree' }, files: await git.readWorkingTree(output) };
  const revision = summaryOf(await git.resolve(options.revision ?? 'HEAD'));
  if (options.revision === undefined && !options.allowDirty) await assertCommitted(git, output);
  return { revision, files: await git.readTree(revision.commit, output) };
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
  rendered: readonly (RenderedApplication & { readonly revision?: RevisionSummary })[],
  { applications, clusters }: Rendering,
  selection: Selection,
): Pick<LoadedRevision, 'targets' | 'skipped'> {
  const known = applications.map(
    ({ resource, file }): SelectedApplication => ({ application: resource, file, cluster: findCluster(resource, clusters, file) }),
  );
  const selected = known.filter(({ application, cluster }) => matches(application, cluster, selection));
  assertSelected(selected.length, selection, known);
  const staying = known.filter(({ application }) => application.metadata.annotations?.[ANNOTATION.movedTo] === undefined);
  const repositories = new Set(known.map(({ application }) => repositoryOf(application)));
  const byName = new Map(rendered.map((one) => [one.application.metadata.name, one]));
  const synced = selected.filter(({ application }) => skipReason(application) === undefined);
  const targets = [...new Map(synced.map(({ cluster }) => [cluster.name, cluster])).values()].map((secret) => ({
    secret,
    applications: synced.flatMap(({ application, cluster }) => {
      const one = byName.get(application.metadata.name);
      if (cluster.name !== secret.name || !one) return [];
      return [{ ...toDesiredApplication(one.application, one.file, one.objects), ...(one.revision ? { revision: one.revision } : {}) }];
    }),
    inGit: new Set(
      staying.filter(({ cluster }) => cluster.name === secret.name).map(({ application }) => inventoryName(instanceName(application.metadata))),
    ),
    repositories,
  }));
  const skipped = selected.flatMap(({ application }) => {
    const reason = skipReason(application);
    return reason === undefined ? [] : [{ application: application.metadata.name, reason }];
  });
  return { targets, skipped };
}
