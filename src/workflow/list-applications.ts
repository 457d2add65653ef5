import type { ApplicationSource, ArgoApplication } from '../argocd/application.js';
import { decideWindows } from '../argocd/sync-windows.js';
import { GitopsError } from '../errors.js';
import { openRepository } from '../git/open-repository.js';
import type { Found } from '../render/find-resources.js';
import { detectType, statedTypes } from '../render/source-type.js';
import type { RevisionOptions } from './api/options.js';
import type { RevisionSummary } from './api/results.js';
import type { WindowNote } from './api/window-note.js';
import { windowNote } from './planning/closed-windows.js';
import { checkDestination } from './revision/check-destination.js';
import { type RevisionFiles, readRevision } from './revision/read-revision.js';
import { sourcesOf } from './revision/sources-of.js';

export interface ListedSource {
  readonly repoURL: string;
  /** Branch, tag or commit; the version of a chart. */
  readonly targetRevision: string;
  readonly path?: string;
  readonly chart?: string;
  /** `unknown` where it is not in this repository. */
  readonly type: 'kustomize' | 'helm' | 'directory' | 'plugin' | 'ref' | 'unknown';
}

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
  /** What makes it: an ApplicationSet, or an app of apps that is built. Absent for one that stands in its file. */
  readonly madeBy?: { readonly kind: 'Application' | 'ApplicationSet'; readonly name: string };
  /** `missing`: its path is not in this revision. Otherwise whether its project permits it; `unknown` when project or cluster are not in this repository. */
  readonly verdict: 'permitted' | 'forbidden' | 'unknown' | 'missing';
  /** What sync windows forbid now; absent when they permit a sync. */
  readonly window?: WindowNote;
  /** Why it is not permitted. */
  readonly reasons: readonly string[];
}

export interface ListedApplicationSet {
  readonly name: string;
  readonly file: string;
  /** How many Argo Applications it makes; absent when that is not known. */
  readonly applications?: number;
  /** Why it is not known what it makes: its Argo Applications are not in the list. */
  readonly unknown?: string;
}

export interface ListResult {
  readonly kind: 'ListResult';
  readonly revision: RevisionSummary;
  readonly applications: readonly ListedApplication[];
  readonly applicationSets: readonly ListedApplicationSet[];
  /** Files that could not be read. */
  readonly problems: readonly { readonly code: string; readonly message: string; readonly file?: string }[];
}

/** Every Argo Application of a revision, without rendering it. */
export async function listApplications({ now = new Date(), ...options }: RevisionOptions & { readonly now?: Date }): Promise<ListResult> {
  const git = await openRepository(options.repository);
  const read = await readRevision(git, { ...options, allowDirty: true });
  const { applications, roots, applicationSets, problems } = read.resources;
  const listed = [...roots.map((found) => describe(found, true, read, now)), ...applications.map((found) => describe(found, false, read, now))];
  return {
    kind: 'ListResult',
    revision: read.revision,
    applications: listed.sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)),
    applicationSets: applicationSets.map(({ resource, file, applications: count, unknown }) => ({
      name: resource.metadata.name,
      file,
      ...(count === undefined ? {} : { applications: count }),
      ...(unknown === undefined ? {} : { unknown: GitopsError.each(unknown)[0]?.message ?? unknown.message }),
    })),
    problems: problems.map(({ code, message, source }) => ({ code, message, ...(source === undefined ? {} : { file: source.file }) })),
  };
}

function describe(found: Found<ArgoApplication>, isRoot: boolean, read: RevisionFiles, now: Date): ListedApplication {
  const { metadata, spec } = found.resource;
  const { cluster, findings } = checkDestination(found, read.resources);
  const sources = sourcesOf(found.resource).map((source) => describeSource(source, read));
  const missing = sourcesOf(found.resource).filter((source) => isMissing(source, read));
  const { name, server, namespace } = spec.destination;
  const note = isRoot ? undefined : windowOf(found, read, now);
  const isForbidden = findings.some(({ rule }) => rule.startsWith('forbidden'));
  return {
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    file: found.file,
    project: spec.project || 'default',
    cluster: cluster?.name ?? name ?? server ?? '',
    ...(namespace === undefined ? {} : { destinationNamespace: namespace }),
    sources,
    isRoot,
    ...(found.origin === undefined ? {} : { madeBy: { kind: found.origin.kind, name: found.origin.name } }),
    ...(typeof note === 'object' ? { window: note } : {}),
    verdict: missing.length > 0 ? 'missing' : isForbidden || typeof note === 'string' ? 'forbidden' : findings.length > 0 ? 'unknown' : 'permitted',
    reasons: [
      ...missing.map(({ path }) => `'${path}' is not in this revision`),
      ...findings.map(({ message }) => message),
      ...(typeof note === 'string' ? [note] : []),
    ],
  };
}

/** What the windows of its project forbid now; a text when they cannot be read. */
function windowOf({ resource }: Found<ArgoApplication>, { resources }: RevisionFiles, now: Date): WindowNote | string | undefined {
  const project = resources.projects.find((one) => one.resource.metadata.name === (resource.spec.project || 'default'))?.resource;
  try {
    return windowNote(decideWindows(project?.spec?.['syncWindows'], resource, now));
  } catch (error) {
    if (GitopsError.is(error)) return error.message;
    throw error;
  }
}

function describeSource(source: ApplicationSource, { tree, isOwn }: RevisionFiles): ListedSource {
  const { repoURL, path, targetRevision = 'HEAD' } = source;
  const chart = typeof source['chart'] === 'string' ? source['chart'] : undefined;
  const isRef = source['ref'] !== undefined && path === undefined && chart === undefined;
  const known = chart === undefined && isOwn(repoURL) && !isRef ? detectType(tree.files, folderOf(path ?? '')) : undefined;
  return {
    repoURL,
    targetRevision,
    ...(path === undefined ? {} : { path }),
    ...(chart === undefined ? {} : { chart }),
    type: isRef ? 'ref' : (statedTypes(source)[0] ?? (chart === undefined ? (known ?? 'unknown') : 'helm')),
  };
}

function isMissing(source: ApplicationSource, { tree, isOwn }: RevisionFiles): boolean {
  if (source['chart'] !== undefined || source.path === undefined || !isOwn(source.repoURL)) return false;
  return tree.files.below(folderOf(source.path)).size === 0;
}

function folderOf(path: string): string {
  return path.replace(/^(\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}
