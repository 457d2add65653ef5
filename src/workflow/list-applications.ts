import type { ApplicationSource, ArgoApplication } from '../argocd/application/application.js';
import { isArgoCdDelivery } from '../argocd/application/is-argocd-delivery.js';
import { projectOf } from '../argocd/application/project-of.js';
import { sourceFolder } from '../argocd/application/source-folder.js';
import { sourcesOf } from '../argocd/application/sources-of.js';
import { ANNOTATION } from '../argocd/labels.js';
import { decideWindows } from '../argocd/sync/sync-windows.js';
import { GitopsError } from '../errors.js';
import { openRepository } from '../git/open-repository.js';
import { withoutCredentials } from '../host/address.js';
import { compareText } from '../manifest/compare-text.js';
import type { Found } from '../render/resources/argo-resources.js';
import { hasFolder } from '../render/source/has-folder.js';
import type { LocateSource } from '../render/source/locate-source.js';
import type { RevisionOptions } from './api/options.js';
import { API_VERSION, type RevisionSummary } from './api/results.js';
import type { Notice } from './api/source-options.js';
import type { WindowNote } from './api/window-note.js';
import { windowNote } from './planning/closed-windows.js';
import { collectNotices } from './revision/collect-notices.js';
import { describeSource, type ListedSource } from './revision/describe-source.js';
import { locateSource } from './revision/locate-source.js';
import { type Looked, lookedAt } from './revision/looked-at.js';
import { nothingFound } from './revision/nothing-found.js';
import { readEach } from './revision/read-each.js';
import type { RevisionFiles } from './revision/read-revision.js';
import { checkDestination } from './verdicts/check-destination.js';
import { projectWindows } from './verdicts/project-windows.js';

/** What an Argo Application resolves to. */
export interface ListedApplication {
  readonly name: string;
  readonly namespace?: string;
  readonly file: string;
  readonly project: string;
  /** Name of the cluster, otherwise its address. */
  readonly cluster: string;
  readonly destinationNamespace?: string;
  readonly sources: readonly ListedSource[];
  /** It delivers the other Argo Applications, and is not synced by us. */
  readonly isRoot: boolean;
  /** Present when Git says that Argo CD delivers it. */
  readonly deliveredBy?: 'argocd';
  /**
   * Its origin: an ApplicationSet, or an app of apps that is built. Absent for an Application in a file of
   * its own.
   */
  readonly madeBy?: { readonly kind: 'Application' | 'ApplicationSet'; readonly name: string };
  /**
   * `missing`: its path is not in this revision, or a source cannot be resolved. Otherwise whether its
   * project permits it; `unknown` when project or cluster are not in this repository.
   */
  readonly verdict: 'permitted' | 'forbidden' | 'unknown' | 'missing';
  /** What sync windows forbid now; absent when they permit a sync. */
  readonly window?: WindowNote;
  /** Why it is not permitted. */
  readonly reasons: readonly string[];
}

/** An ApplicationSet of the revision. */
export interface ListedApplicationSet {
  readonly name: string;
  readonly file: string;
  /** How many Argo Applications it makes; absent when that is not known. */
  readonly applications?: number;
  /** Why it is not known what it makes: its Argo Applications are not in the list. */
  readonly unknown?: string;
}

/** Why something is not in the list. */
export interface ListedProblem {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  /** The next action. */
  readonly hint?: string;
}

/** Every Argo Application of a revision: `list`. */
export interface ListResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'ListResult';
  readonly revision: RevisionSummary;
  readonly applications: readonly ListedApplication[];
  readonly applicationSets: readonly ListedApplicationSet[];
  /** Files that could not be read. */
  readonly problems: readonly ListedProblem[];
  /** What was looked at. */
  readonly looked: Looked;
  /** What a person should know and that is not a problem. */
  readonly notices: readonly Notice[];
}

export interface ListOptions extends RevisionOptions {
  readonly now?: Date;
  /** Ask other repositories and registries for the revisions of their sources. Default: false. */
  readonly resolve?: boolean;
}

/** Every Argo Application of a revision, without rendering it. */
export async function listApplications({
  now = new Date(),
  resolve = false,
  ...given
}: ListOptions): Promise<ListResult> {
  const { options, notices } = collectNotices(given);
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const reads = await readEach(git, { ...options, allowDirty: true, beside: true, inside: true, mayBeEmpty: true });
  const [first] = reads;
  const listed = await Promise.all(reads.flatMap((read) => listOne(read, now, resolve)));
  const sets = reads.flatMap(({ resources }) => resources.applicationSets);
  const problems = reads.flatMap((read) => [...read.resources.problems, ...nothingIn(read)]);
  return {
    apiVersion: API_VERSION,
    kind: 'ListResult',
    revision: first.revision,
    applications: distinct(listed).sort((left, right) => compareText(left.name, right.name)),
    applicationSets: distinct(
      sets.map(({ resource, file, applications: count, unknown }) => ({
        name: resource.metadata.name,
        file,
        applications: count,
        ...(unknown === undefined ? {} : { unknown: GitopsError.each(unknown)[0]?.message ?? unknown.message }),
      })),
    ),
    problems: distinct(
      problems.map(({ code, message, hint, source }) => ({ code, message, hint, file: source?.file })),
    ),
    looked: lookedAt(first),
    notices,
  };
}

function listOne(read: RevisionFiles, now: Date, resolve: boolean): readonly Promise<ListedApplication>[] {
  const { applications, roots } = read.resources;
  const context = {
    read,
    now,
    ...(resolve ? { locate: locateSource(read) } : {}),
  };
  return [
    ...roots.map((found) => describe(found, true, context)),
    ...applications.map((found) => describe(found, false, context)),
  ];
}

/** Several Argo CDs may have the same. */
function distinct<T extends object>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Of a folder that we wrote it is not a problem: its last Argo Application may just have left. */
function nothingIn(read: RevisionFiles): readonly GitopsError[] {
  const nothing = nothingFound(read);
  if (nothing === undefined || nothing.isOurs) return [];
  const { message, hint } = nothing;
  return [new GitopsError('WORKFLOW_NOTHING_FOUND', message, { hint, source: { file: read.output || '.' } })];
}

interface ListContext {
  readonly read: RevisionFiles;
  readonly now: Date;
  readonly locate?: LocateSource;
}

async function describe(
  found: Found<ArgoApplication>,
  isRoot: boolean,
  context: ListContext,
): Promise<ListedApplication> {
  const { read, now } = context;
  const { metadata, spec } = found.resource;
  // Nobody syncs it any more.
  const movedTo = metadata.annotations?.[ANNOTATION.movedTo];
  const { cluster, findings: told } = checkDestination(found, read.resources);
  const findings = movedTo === undefined ? told : [];
  const described = await Promise.all(
    sourcesOf(found.resource).map((source) => describeSource(source, found.resource, context)),
  );
  const sources = described.map(({ source }) => source);
  const unresolved = described.flatMap(({ problem }) => problem ?? []);
  const missing = sourcesOf(found.resource).filter((source) => movedTo === undefined && isMissing(source, read));
  const { name, server, namespace } = spec.destination;
  const note = isRoot ? undefined : windowOf(found, read, now);
  const isForbidden = findings.some(({ rule }) => rule.startsWith('forbidden'));
  const permission = findings.length > 0 ? 'unknown' : 'permitted';
  const allowance = isForbidden || typeof note === 'string' ? 'forbidden' : permission;
  const verdict = missing.length + unresolved.length > 0 ? 'missing' : allowance;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    file: found.file,
    project: projectOf({ spec }),
    cluster: cluster?.name ?? name ?? withoutCredentials(server ?? ''),
    destinationNamespace: namespace,
    sources,
    isRoot,
    ...(isArgoCdDelivery(found.resource) ? { deliveredBy: 'argocd' as const } : {}),
    ...(found.origin === undefined ? {} : { madeBy: { kind: found.origin.kind, name: found.origin.name } }),
    ...(typeof note === 'object' ? { window: note } : {}),
    verdict,
    reasons: [
      ...(movedTo === undefined ? [] : [`it continues as '${movedTo}'`]),
      ...missing.map(({ path }) => `'${path}' is not in this revision`),
      ...unresolved.flatMap((problem) => GitopsError.each(problem).map(({ message }) => message)),
      ...findings.map(({ message }) => message),
      ...(typeof note === 'string' ? [note] : []),
    ],
  };
}

/** What the windows of its project forbid now; a text when they cannot be read. */
function windowOf(
  { resource }: Found<ArgoApplication>,
  { resources }: RevisionFiles,
  now: Date,
): WindowNote | string | undefined {
  try {
    return windowNote(decideWindows(projectWindows(resource, resources), resource, now));
  } catch (error) {
    if (GitopsError.is(error)) return error.message;
    throw error;
  }
}

function isMissing(source: ApplicationSource, { tree, isOwn }: RevisionFiles): boolean {
  if (source.chart !== undefined || source.path === undefined || !isOwn(source.repoURL)) return false;
  return !hasFolder(tree, sourceFolder(source.path));
}
