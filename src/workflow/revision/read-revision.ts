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
import type { SourceTree } from '../../render/source/source-context.js';
import { DEFAULT_OUTPUT, type RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import type { RecordedSources } from '../sources/recorded-sources.js';
import { createRemoteSources } from '../sources/remote-sources.js';
import { assertCommitted } from './assert-committed.js';
import { buildFolder } from './build-folder.js';
import { createPins } from './create-pins.js';
import { expandRevision } from './expand-revision.js';
import { missingManifests } from './missing-manifests.js';
import { ownRepository } from './own-repository.js';
import { readTree } from './read-tree.js';
import type { RevisionFiles } from './revision-files.js';
import { revisionOf } from './revision-of.js';
import { sourcesOfSet } from './sources-of-sets.js';
import { tellAssumed } from './tell-assumed.js';

export type { RevisionFiles } from './revision-files.js';

export interface ReadOptions extends RevisionOptions {
  /** Read the commit although what is on disk differs from it. Default: false. */
  readonly allowDirty?: boolean;
  /** Read the whole repository even if no source asks for it. Default: false. */
  readonly whole?: boolean;
  /** Find what ApplicationSets make and apps of apps yield. Default: true. */
  readonly expand?: boolean;
  /**
   * In our layout, find the Argo Applications and ApplicationSets among the objects of others too, which Argo
   * CD delivers. Default: false.
   */
  readonly inside?: boolean;
  /** Engines that are open already, see `withEngines`. Default: each step opens its own. */
  readonly engines?: RenderEngines;
  /** What sources elsewhere are taken at, by a rollback. Default: what they stand for now. */
  readonly recorded?: RecordedSources;
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
    options.whole || options.outputDir === ''
      ? await readWhole(read, options, revision)
      : await readOutput(read, output, options, revision);
  const { folder, tree } = found;
  await assertCommitted(git, folder, options);
  const isOwn = (all: ArgoResources, sets = all) =>
    ownRepository(
      git,
      [...applicationsOf(all), ...sets.applicationSets.flatMap(({ resource }) => sourcesOfSet(resource))],
      tree.files,
    );
  const ownFiles = await isOwn(found.resources);
  const resources = withoutForeignRoots(found.resources, ownFiles);
  const inFiles: RevisionFiles = {
    revision,
    folder,
    tree,
    output: found.output,
    resources,
    isOwn: ownFiles,
    pin: createPins(git, options),
    readAt: (commit) => read(folder, commit),
    remote: createRemoteSources(options, tree.files),
    engine: engineChoice(options),
    recorded: options.recorded,
  };
  if (options.expand === false) return inFiles;
  const built = folder === '' ? await buildFolder(inFiles, (options.outputDir ?? '') !== '') : resources;
  tellAssumed(built, options);
  const asFound = built === resources ? inFiles : { ...inFiles, resources: built, isOwn: await isOwn(built) };
  const expanded = await expandRevision(asFound, options, {
    walk: options.inside && isWritten(tree.files, found.output) ? 'inside' : undefined,
  });
  const wholeTree = async () => (folder === '' ? tree : await read('', revision.commit)).files;
  return {
    ...asFound,
    resources: await withProjects(expanded, asFound, wholeTree),
    isOwn: await isOwn(expanded, built),
  };
}

/** In a layout that is not ours AppProjects may stand outside of the folder that was asked for. */
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
type FoundFiles = Pick<RevisionFiles, 'tree' | 'output' | 'resources'> & { readonly folder: string };

async function readOutput(
  read: Read,
  output: string,
  options: ReadOptions,
  revision: RevisionSummary,
): Promise<FoundFiles> {
  try {
    const tree = await read(output, revision.commit);
    const resources = findResources(tree.files, output);
    const isAll =
      resources.applicationSets.length === 0 &&
      (tree.links?.size ?? 0) === 0 &&
      assumedRoot(tree.files, output) === undefined &&
      !(options.inside && holdsApplications(tree.files, resources));
    if (
      isAll &&
      applicationsOf(resources).every((application) =>
        sourcesOf(application).every((source) => isInside(source, output)),
      )
    ) {
      return { tree, resources, output, folder: output };
    }
    return { tree: await read('', revision.commit), resources, output, folder: '' };
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'GIT_FOLDER_NOT_FOUND' || options.outputDir !== undefined) throw error;
    const found = await readWhole(read, options, revision);
    const { applicationSets, problems } = found.resources;
    if (
      applicationsOf(found.resources).length + applicationSets.length + problems.length === 0 &&
      builtFolders(found.tree.files)[0] !== ''
    )
      throw missingManifests(found.tree) ?? error;
    return found;
  }
}

async function readWhole(read: Read, { outputDir }: ReadOptions, { commit }: RevisionSummary): Promise<FoundFiles> {
  const tree = await read('', commit);
  const output = outputDir ?? (tree.files.below(DEFAULT_OUTPUT).size > 0 ? DEFAULT_OUTPUT : '');
  return { tree, output, resources: findResources(tree.files, output), folder: '' };
}

function applicationsOf({ applications, roots }: ArgoResources): readonly ArgoApplication[] {
  return [...applications, ...roots].map(({ resource }) => resource);
}

/** What ApplicationSets name before they are expanded, as far as it is no template. */
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

function isWritten(files: FileSet, output: string): boolean {
  return files.below(output === '' ? '.gitops' : `${output}/.gitops`).size > 0;
}
