import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { GitRepository } from '../../git/repository.js';
import type { EngineChoice, RenderEngines } from '../../render/render-engines.js';
import { createSourceInspector } from '../../render/resources/app-of-apps.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { assumedRoot } from '../../render/resources/assumed-root.js';
import { builtFolders } from '../../render/resources/built-folders.js';
import { findResources } from '../../render/resources/find-resources.js';
import { withoutForeignRoots } from '../../render/resources/split-roots.js';
import { withElsewhere } from '../../render/resources/with-elsewhere.js';
import { withGivenSettings } from '../../render/resources/with-given-settings.js';
import type { SourceTree } from '../../render/source/source-context.js';
import { DEFAULT_OUTPUT, type RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import type { RecordedSources } from '../sources/recorded-sources.js';
import { createRemoteSources } from '../sources/remote-sources.js';
import { assertCommitted } from './assert-committed.js';
import { buildFolder } from './build-folder.js';
import { buildRoots } from './build-roots.js';
import { createPins } from './create-pins.js';
import { expandRevision } from './expand-revision.js';
import { foldersNamed } from './folders-named.js';
import { givenSettings } from './given-settings.js';
import { isWritten } from './is-written.js';
import { missingManifests } from './missing-manifests.js';
import { nothingFound } from './nothing-found.js';
import { ownRepository } from './own-repository.js';
import { readTree } from './read-tree.js';
import type { RevisionFiles } from './revision-files.js';
import { revisionOf } from './revision-of.js';
import { sourcesOfSet } from './sources-of-sets.js';
import { tellAssumed } from './tell-assumed.js';
import { tellNotices } from './tell-notices.js';
import { withChartSettings } from './with-chart-settings.js';
import { withGivenRoots } from './with-given-roots.js';

export type { RevisionFiles } from './revision-files.js';

export interface ReadOptions extends RevisionOptions {
  /** Read the commit although what is on disk differs from it. Default: false. */
  readonly allowDirty?: boolean;
  /** Read the whole repository even if no source asks for it. Default: false. */
  readonly whole?: boolean;
  /**
   * Read also files outside of an output folder that we wrote: the hand-written half of a repository.
   * Default: false.
   */
  readonly beside?: boolean;
  /** A repository without anything of Argo CD is a result, and no error. Default: false. */
  readonly mayBeEmpty?: boolean;
  /** Find what ApplicationSets make and apps of apps yield. Default: true. */
  readonly expand?: boolean;
  /**
   * In our layout, find the Argo Applications and ApplicationSets among the objects of others too, which Argo
   * CD delivers. Default: false.
   */
  readonly inside?: boolean;
  /** Engines that are open already, see `withEngines`. Default: each step opens its own. */
  readonly engines?: RenderEngines;
  /** The revisions of sources elsewhere, by a rollback. Default: their present revisions. */
  readonly recorded?: RecordedSources;
  /**
   * What the other files of the revision have, of an overlay that is read by itself: its AppProjects,
   * clusters and settings apply. Default: nothing.
   */
  readonly elsewhere?: ArgoResources;
  /** The revision, where it was resolved before. */
  readonly at?: RevisionSummary;
}

/**
 * Reads the output folder, and all of the repository when Argo Applications have their sources elsewhere in
 * it. Where there is no output folder, their resources are looked for everywhere.
 *
 * @throws GitopsError WORKFLOW_OUTPUT_DIRTY, and what reading throws
 */
export async function readRevision(git: GitRepository, options: ReadOptions): Promise<RevisionFiles> {
  const revision = options.at ?? (await revisionOf(git, options));
  const read = (folder: string, commit: string) =>
    readTree(git, folder, options.worktree && commit === revision.commit ? undefined : commit, options);
  const output = options.outputDir ?? DEFAULT_OUTPUT;
  const found =
    options.whole || options.outputDir === '' || options.roots !== undefined
      ? await readWhole(read, options, revision)
      : await readOutput(read, output, options, revision);
  const { folder, tree, beside } = found;
  await assertCommitted(git, folder, options);
  const isOwn = (all: ArgoResources, sets = all) =>
    ownRepository(
      git,
      [...applicationsOf(all), ...sets.applicationSets.flatMap(({ resource }) => sourcesOfSet(resource))],
      tree.files,
      options,
    );
  const ownFiles = await isOwn(found.resources);
  const given = givenSettings(options);
  for (const what of options.argocd?.unread ?? [])
    options.onNotice?.({ kind: 'argocd-settings', message: `${what} may not be read, so what Git has counts` });
  const { elsewhere } = options;
  const withRest = (own: ArgoResources) => (elsewhere === undefined ? own : withElsewhere(own, elsewhere));
  const inGit = withChartSettings(withRest(withoutForeignRoots(found.resources, ownFiles)), tree.files, options);
  const resources = withGivenSettings(inGit, given);
  const inFiles: RevisionFiles = {
    revision,
    folder,
    tree,
    output: found.output,
    beside,
    resources,
    isOwn: ownFiles,
    pin: createPins(git, options),
    readAt: (commit) => read(folder, commit),
    remote: createRemoteSources(options, tree.files),
    engine: engineChoice(options),
    recorded: options.recorded,
  };
  if (options.expand === false) return inFiles;
  const inFolder =
    folder === '' && options.roots === undefined
      ? await buildFolder(inFiles, (options.outputDir ?? '') !== '')
      : resources;
  const built = withRest(inFolder);
  tellAssumed(built, options);
  const walk = options.inside && isWritten(tree.files, found.output) ? 'inside' : undefined;
  const expand = async (delivered: ReadonlySet<string>) => {
    const asBuilt: RevisionFiles = { ...inFiles, resources: built };
    const isAll = folder === '' && options.roots === undefined;
    const kustomized = isAll ? { ...asBuilt, ...(await buildRoots(asBuilt, delivered)) } : asBuilt;
    const asFound = { ...kustomized, isOwn: await isOwn(kustomized.resources) };
    const expanded = await expandRevision(asFound, options, { walk });
    return { asFound, expanded, named: foldersNamed(applicationsOf(expanded), asFound.isOwn) };
  };
  const first = await expand(new Set());
  // What ApplicationSets make may name a kustomization that was built without it.
  const isNamed = first.asFound.kustomized?.folders.some((one) => first.named.has(one)) === true;
  const { asFound, expanded } = isNamed ? await expand(first.named) : first;
  const wholeTree = async () => (folder === '' ? tree : await read('', revision.commit)).files;
  const all = await withProjects(expanded, asFound, wholeTree);
  const whole = { ...asFound, resources: all, isOwn: await isOwn(expanded, built) };
  await tellNotices(git, whole, options);
  return whole;
}

/** In a layout that is not ours, AppProjects may be outside of the given folder. */
async function withProjects(
  resources: ArgoResources,
  { tree, output }: RevisionFiles,
  whole: () => Promise<FileSet>,
): Promise<ArgoResources> {
  if (output === '' || isWritten(tree.files, output)) return resources;
  const known = new Set([
    'default',
    ...(resources.brokenProjects ?? []),
    ...resources.projects.map(({ resource }) => resource.metadata.name),
  ]);
  if (applicationsOf(resources).every((application) => known.has(projectOf(application)))) return resources;
  const { projects, brokenProjects = [], problems } = findResources(await whole(), '');
  const broken = problems.filter(
    ({ code, source }) => code === 'ARGOCD_INVALID_PROJECT' && !source?.file.startsWith(`${output}/`),
  );
  return {
    ...resources,
    projects: [...resources.projects, ...projects.filter(({ resource }) => !known.has(resource.metadata.name))],
    brokenProjects: [...(resources.brokenProjects ?? []), ...brokenProjects],
    problems: [...resources.problems, ...broken],
  };
}

/** The engines that render, as the options choose them. */
export function engineChoice({
  engine,
  engineTimeoutMs,
  engines,
  cacheDirectory,
  onNotice,
}: ReadOptions): EngineChoice {
  const onWarning = onNotice && ((message: string) => onNotice({ kind: 'engine-version', message }));
  return {
    engine,
    timeoutMs: engineTimeoutMs,
    open: engines,
    cacheDirectory,
    onWarning,
  };
}

type Read = (folder: string, commit: string) => Promise<SourceTree>;
type FoundFiles = Pick<RevisionFiles, 'beside' | 'folder' | 'output' | 'resources' | 'tree'>;

async function readOutput(
  read: Read,
  output: string,
  options: ReadOptions,
  revision: RevisionSummary,
): Promise<FoundFiles> {
  let tree: SourceTree;
  try {
    tree = await read(output, revision.commit);
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'GIT_FOLDER_NOT_FOUND' || options.outputDir !== undefined) throw error;
    return readAnywhere(read, options, revision, error);
  }
  if (looksBeside(options, tree.files, output)) {
    const isOurs = isWritten(tree.files, output);
    const found = await (isOurs ? readWhole(read, options, revision) : readAnywhere(read, options, revision));
    const isBuilt = found.output !== '' && found.output !== output;
    if (options.beside || isBuilt || isSomethingOutside(found.resources, output)) return found;
  }
  const resources = findResources(tree.files, output);
  const isAll =
    resources.applicationSets.length === 0 &&
    (tree.links?.size ?? 0) === 0 &&
    assumedRoot(tree.files, output) === undefined &&
    !(options.inside && holdsApplications(tree.files, resources)) &&
    applicationsOf(resources).every((application) =>
      sourcesOf(application).every((source) => isInside(source, output)),
    );
  if (isAll) return { tree, resources, output, folder: output };
  return { tree: await read('', revision.commit), resources, output, folder: '' };
}

async function readWhole(read: Read, options: ReadOptions, { commit }: RevisionSummary): Promise<FoundFiles> {
  const { outputDir, roots } = options;
  const tree = await read('', commit);
  if (roots !== undefined) {
    const resources = withGivenRoots(findResources(tree.files, ''), roots);
    return { tree, output: '', resources, folder: '' };
  }
  const output = outputDir ?? (tree.files.below(DEFAULT_OUTPUT).size > 0 ? DEFAULT_OUTPUT : '');
  const beside = output !== '' && looksBeside(options, tree.files, output);
  return { tree, output, beside, resources: findResources(tree.files, output, { beside }), folder: '' };
}

/**
 * There is no output folder of ours. One folder that is built into Argo CD resources is what is meant then.
 *
 * @param missing why there is none; undefined where a folder has its name
 */
async function readAnywhere(
  read: Read,
  options: ReadOptions,
  revision: RevisionSummary,
  missing?: GitopsError,
): Promise<FoundFiles> {
  const found = await readWhole(read, options, revision);
  const whole = { ...found, output: '' };
  const nothing = nothingFound(whole);
  if (nothing === undefined) return found;
  const [built, ...more] = builtFolders(found.tree.files);
  if (built !== undefined && more.length === 0) return { ...whole, output: built };
  const unknown = missingManifests(found.tree);
  if (unknown !== undefined) throw unknown;
  if (options.mayBeEmpty || missing === undefined) return whole;
  throw missing.with({ message: `${missing.message}, and ${nothing.message}`, hint: nothing.hint });
}

/** A folder that was not asked for, and that we did not write, is a folder like others. */
function looksBeside({ outputDir, beside = false }: ReadOptions, files: FileSet, output: string): boolean {
  return outputDir === undefined && (beside || !isWritten(files, output));
}

function applicationsOf({ applications, roots }: ArgoResources): readonly ArgoApplication[] {
  return [...applications, ...roots].map(({ resource }) => resource);
}

function isSomethingOutside(
  { applications, roots, applicationSets, projects, clusterSecrets }: ArgoResources,
  output: string,
): boolean {
  const all = [...applications, ...roots, ...applicationSets, ...projects, ...clusterSecrets];
  return all.some(({ file }) => !file.startsWith(`${output}/`));
}

/** What ApplicationSets name before they are expanded, as far as it is not a template. */
function isInside(source: ApplicationSource, output: string): boolean {
  if (source.chart !== undefined) return true;
  if (source.ref !== undefined && source.path === undefined) return false;
  const path = sourceFolder(source.path);
  return path === output || path.startsWith(`${output}/`);
}

/** Whether an object of some Argo Application may be one itself: its source can be anywhere. */
function holdsApplications(files: FileSet, { applications }: ArgoResources): boolean {
  const { mentions } = createSourceInspector(files, () => true);
  return applications.some(({ resource }) => mentions(resource).length > 0);
}
