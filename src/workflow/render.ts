import { posix, relative, resolve } from 'node:path';
import type { ArgoApplication } from '../argocd/application/application.js';
import { GitopsError } from '../errors.js';
import { openRepository } from '../git/open-repository.js';
import type { GitRepository } from '../git/repository.js';
import { trimEndOf } from '../host/trim-end-of.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { RenderedApplication } from '../render/render-application.js';
import type { Found, FoundApplicationSet } from '../render/resources/argo-resources.js';
import { controlNamespaces } from '../render/resources/control-namespaces.js';
import { hasFolder } from '../render/source/has-folder.js';
import type { ResolvedSource } from '../render/source/locate-source.js';
import type { GivenFile } from './api/given-file.js';
import type { RevisionOptions } from './api/options.js';
import { API_VERSION, type RevisionSummary } from './api/results.js';
import type { Notice } from './api/source-options.js';
import { type AsAppliedOptions, asApplied, type TrackingMethod } from './as-applied.js';
import { renderRevision } from './desired/render-revision.js';
import { readContent } from './desired/revision-content.js';
import { withEngines } from './desired/with-engines.js';
import { collectNotices } from './revision/collect-notices.js';
import { expandRevision } from './revision/expand-revision.js';
import { givenRoots } from './revision/given-roots.js';
import { readEach } from './revision/read-each.js';
import { type ReadOptions, type RevisionFiles, readRevision } from './revision/read-revision.js';

export interface RenderVerbOptions extends RevisionOptions {
  /**
   * Name of an Argo Application or an ApplicationSet, or a folder: relative to `directory` or to the root of
   * the repository.
   */
  readonly target?: string;
  /** What a relative folder starts from. Default: the root of the repository. */
  readonly directory?: string;
  /** Give namespaced objects that name none the destination's namespace. Default: false. */
  readonly namespaces?: boolean;
  /** Add Argo CD's tracking metadata. Default: none. */
  readonly tracking?: TrackingMethod;
  /** Every Argo Application, instead of `target`. Default: false. */
  readonly all?: boolean;
  /** With `all`: hears of what cannot be rendered, and the rest is the result. Default: it is thrown. */
  readonly onProblem?: (problem: GitopsError) => void;
  /** A file with Argo Applications or ApplicationSets, instead of `target`: what they themselves yield. */
  readonly manifest?: GivenFile;
}

/** What Argo CD would generate. */
export interface RenderResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'RenderResult';
  readonly revision: RevisionSummary;
  /** Names of the Argo Applications; empty for a folder. */
  readonly applications: readonly string[];
  readonly objects: readonly KubeObject[];
  /** What the sources of the Argo Applications were resolved to, in their order. */
  readonly sources: readonly ResolvedSource[];
  /** What a person should know and that is not a problem. */
  readonly notices: readonly Notice[];
}

type Rendered = Omit<RenderResult, 'notices'>;

/**
 * The objects that Argo CD would generate for an Argo Application or a folder at a revision, or the Argo
 * Applications for an ApplicationSet. Needs no cluster.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED, RENDER_UNSUPPORTED and what reading and rendering throw
 */
export async function render(given: RenderVerbOptions): Promise<RenderResult> {
  const { options, notices } = collectNotices(given);
  return { ...(await renderWanted(options)), notices };
}

async function renderWanted(options: RenderVerbOptions): Promise<Rendered> {
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const reading = { ...options, allowDirty: true, beside: true };
  if (options.all) return withEngines({ ...reading, all: true }, (open) => renderAll(git, open));
  const chosen = { ...reading, whole: true, inside: true, expand: options.manifest === undefined };
  return withEngines(chosen, (open) => renderChosen(git, open));
}

async function renderChosen(git: GitRepository, options: RenderVerbOptions & ReadOptions): Promise<Rendered> {
  const read = await readWith(git, options);
  const { found, made, isFolder } = await choose(git, read, options);
  const resources = { ...read.resources, applications: found, problems: [] };
  const { rendering } = await renderRevision({ ...read, resources }, { wanted: () => true });
  GitopsError.throwAll(rendering.problems);
  return {
    apiVersion: API_VERSION,
    kind: 'RenderResult',
    revision: read.revision,
    applications: isFolder ? [] : [...found, ...made].map(({ resource }) => resource.metadata.name),
    sources: isFolder ? [] : rendering.rendered.flatMap(({ sources }) => sources),
    objects: [
      ...(isFolder
        ? rendering.rendered.flatMap(({ objects }) => objects)
        : asApplied(rendering.rendered, placing(options, resources))),
      ...made.map(({ resource }) => resource as KubeObject),
    ],
  };
}

/** The revision, or the one overlay of it that has the Argo Application. */
async function readWith(git: GitRepository, options: RenderVerbOptions & ReadOptions): Promise<RevisionFiles> {
  const { target = '', manifest } = options;
  const [read, ...overlays] = await readEach(git, options);
  if (manifest !== undefined || overlays.length === 0 || isKnown(read, target)) return read;
  const known = overlays.filter((overlay) => isKnown(overlay, target));
  const [first, ...others] = known;
  if (first === undefined || others.length === 0) return first ?? read;
  throw new GitopsError(
    'WORKFLOW_NOTHING_SELECTED',
    `Argo Application '${target}' is in several overlays: ${known.map(({ output }) => `'${output}'`).join(', ')}`,
    { hint: `Name one by its folder: gitops render ${first.output} | gitops render ${target} -f -` },
  );
}

function isKnown({ resources }: RevisionFiles, name: string): boolean {
  const { applications, roots, applicationSets } = resources;
  return [...applications, ...roots, ...applicationSets].some(({ resource }) => resource.metadata.name === name);
}

async function renderAll(git: GitRepository, options: RenderVerbOptions & ReadOptions): Promise<Rendered> {
  try {
    const { revision, content } = await readContent(git, options, () => true);
    return resultOf(revision, content.rendered, placing(options, content.resources));
  } catch (error) {
    if (!GitopsError.is(error) || options.onProblem === undefined) throw error;
  }
  const read = await readRevision(git, options);
  const { rendering } = await renderRevision(read, { wanted: () => true });
  for (const problem of rendering.problems) options.onProblem(problem);
  return resultOf(read.revision, rendering.rendered, placing(options, read.resources));
}

function resultOf(
  revision: RevisionSummary,
  rendered: readonly RenderedApplication[],
  options: AsAppliedOptions,
): Rendered {
  return {
    apiVersion: API_VERSION,
    kind: 'RenderResult',
    revision,
    applications: rendered.map(({ application }) => application.metadata.name),
    sources: rendered.flatMap(({ sources }) => sources),
    objects: asApplied(rendered, options),
  };
}

function placing({ namespaces, tracking }: RenderVerbOptions, resources: RevisionFiles['resources']): AsAppliedOptions {
  return {
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(tracking === undefined ? {} : { tracking }),
    controlNamespaceOf: controlNamespaces(resources),
    settings: resources.settings?.resource,
  };
}

interface Choice {
  /** To be rendered. */
  readonly found: readonly Found<ArgoApplication>[];
  /** By ApplicationSets: the result itself. */
  readonly made: readonly Found<ArgoApplication>[];
  readonly isFolder: boolean;
}

async function choose(git: GitRepository, read: RevisionFiles, options: RenderVerbOptions): Promise<Choice> {
  const { target = '', directory, manifest } = options;
  if (manifest !== undefined) return fromManifest(read, manifest, options);
  const { resources, tree, output } = read;
  const known = [...resources.applications, ...resources.roots];
  const named = known.filter(({ resource }) => resource.metadata.name === target);
  if (named.length > 0) return { found: named.map(whole), made: [], isFolder: false };
  const sets = resources.applicationSets.filter(({ resource }) => resource.metadata.name === target);
  GitopsError.throwAll(sets.flatMap(({ unknown }) => unknown ?? []));
  if (sets.length > 0)
    return {
      found: [],
      made: known.filter(({ origin }) => origin?.kind === 'ApplicationSet' && origin.name === target),
      isFolder: false,
    };
  const folder = foldersNamed(git, target, directory).find((one) => one === '' || hasFolder(tree, one));
  if (folder !== undefined)
    return { found: [{ resource: folderApplication(folder), file: folder }], made: [], isFolder: true };
  GitopsError.throwAll(resources.problems);
  throw new GitopsError(
    'WORKFLOW_NOTHING_SELECTED',
    `'${target}' is neither an Argo Application nor a folder of this revision`,
    {
      hint: `Argo Applications${output === '' ? '' : ` in '${output}'`}: ${known.map(({ resource }) => resource.metadata.name).join(', ') || 'none'}.`,
    },
  );
}

/** An app of apps with the Argo CD resources that it generates. */
function whole({ resource, file }: Found<ArgoApplication>): Found<ArgoApplication> {
  return { resource, file };
}

async function fromManifest(
  read: RevisionFiles,
  { file, content }: GivenFile,
  options: RenderVerbOptions,
): Promise<Choice> {
  const { resources: given, files, atFile, missing } = givenRoots({ file, content });
  const { clusters, clusterSecrets } = read.resources;
  const resources = {
    ...given,
    clusters: [...clusters, ...given.clusters],
    clusterSecrets: [...clusterSecrets, ...given.clusterSecrets],
  };
  const expanded = await expandRevision({ ...read, resources }, options, { files, walk: 'none' });
  GitopsError.throwAll([...expanded.problems, ...expanded.applicationSets.flatMap(unsupported)].map(atFile));
  const all = [...expanded.applications, ...expanded.roots].map((found) => ({ ...found, file }));
  if (all.length > 0 || expanded.applicationSets.length > 0) {
    return {
      found: all.filter(({ origin }) => origin === undefined),
      made: all.filter(({ origin }) => origin !== undefined),
      isFolder: false,
    };
  }
  throw missing;
}

/** Everything else that is wrong with it is a problem of the revision. */
function unsupported({ unknown }: FoundApplicationSet): readonly GitopsError[] {
  return unknown === undefined ? [] : GitopsError.each(unknown).filter(({ code }) => code === 'RENDER_UNSUPPORTED');
}

function foldersNamed({ root }: GitRepository, target: string, directory: string | undefined): readonly string[] {
  const fromRoot = trimEndOf(posix.normalize(target.replaceAll('\\', '/')), '/');
  const fromDirectory =
    root === undefined || directory === undefined
      ? fromRoot
      : relative(root, resolve(directory, target)).replaceAll('\\', '/');
  return [fromDirectory, fromRoot]
    .map((folder) => (folder === '.' ? '' : folder))
    .filter((folder) => !folder.startsWith('..') && !folder.startsWith('/'));
}

/** A folder as Argo CD would take it without any option. */
function folderApplication(path: string): ArgoApplication {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: posix.basename(path) || 'root' },
    spec: { project: 'default', source: { repoURL: '', path }, destination: {} },
  };
}
