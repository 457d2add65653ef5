import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { parseApplication } from '../../argocd/application/parse-application.js';
import { parseClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { parseProject } from '../../argocd/project/parse-project.js';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { deepEqual } from '../../manifest/equality.js';
import { groupBy } from '../../manifest/group-by.js';
import { itemsOf } from '../../manifest/items-of.js';
import { isKubeObject, isRecord, type KubeObject, toKubeObject } from '../../manifest/kube-object.js';
import { lineOf } from '../../manifest/line-of.js';
import { readDocuments } from '../../manifest/read-documents.js';
import { placeInFile } from '../../manifest/text-place.js';
import { anyText } from '../../manifest/untyped.js';
import { parseObjects } from '../../manifest/yaml.js';
import { detectType } from '../source/source-type.js';
import type { ArgoResources, BuiltResources, Found } from './argo-resources.js';
import { duplicateApplications } from './duplicate-applications.js';
import { lineOfPath } from './line-of-path.js';
import { splitRoots } from './split-roots.js';

/** The places of Argo CD resources in our layout. Everything else in the output belongs to them. */
const FOLDERS = /^(applications|applicationsets|argocd|clusters|projects)\/|^root-app\.yaml$/;
/** The places that only this layout uses. `.gitops/` distinguishes it from a layout that looks alike. */
const LIKELY_FOLDERS = /^(applications|applicationsets|projects)\/|^root-app\.yaml$/;
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const NOWHERE = /(?!)/;
const MANIFEST = /\.(ya?ml|json)$/;
/** A file of another layout is read only when it contains this. */
const MENTION = /argoproj\.io\/(v\d|secret-type)|cdk8s-gitops\.io\/cluster|name: *["']?argocd-cm\b/;
/** Folders with data of tests, and with packages. No Argo CD reads them. */
const TEST_DATA = /(^|\/)(testdata|fixtures|__fixtures__|node_modules)\//;
/** The largest file that is read. No Argo CD resource is larger; generated bundles are. */
const LARGEST_FILE = 1024 * 1024;

export interface FindOptions {
  /** The result of building the folder. Default: nothing is built. */
  readonly built?: BuiltResources;
  /** True to search also outside of the folder. Default: false. */
  readonly beside?: boolean;
}

/**
 * Reads the Argo CD resources of a folder: those of our layout, otherwise all in YAML and JSON files
 * anywhere, except in charts. A file that cannot be read is a problem and hides no other.
 *
 * An object outside of the folder that is also in it is the input from which synth wrote it, and does not
 * count.
 */
export function findResources(
  files: FileSet,
  output: string,
  { built, beside = false }: FindOptions = {},
): ArgoResources {
  const problems: GitopsError[] = [];
  // By kustomize, and not the manifest of its own that it would be elsewhere.
  const isBuilt = (file: string) =>
    foldersOf(file).some((folder) => detectType(files, folder === '.' ? '' : folder) === 'kustomize');
  const inOutput = candidates(files, output);
  const outside = beside && output !== '' ? candidates(withoutFolder(files, output), '') : [];
  const all = [...inOutput, ...outside];
  const ours = new Set(all.flatMap((one) => (one.ours ? [one.file] : [])));
  const read = all.flatMap((candidate): Found<KubeObject>[] => {
    if (built?.instead.has(candidate.file)) return [];
    const found = attempt(problems, candidate, () => parse(candidate, isBuilt)) ?? [];
    return found.map((resource) => ({ resource, file: candidate.file }));
  });
  const inFiles = withoutInputs(read, output);
  const objects = [...inFiles, ...(built?.objects ?? [])].flatMap(
    (found) => attempt(problems, found, () => withName(found)) ?? [],
  );
  const isWhole = (found: Found<KubeObject>) =>
    !(isPart(found.resource) && isBuilt(found.file) && inFiles.includes(found));
  const applications = objects
    .filter((found) => isArgo(found.resource, 'Application') && isWhole(found))
    .flatMap((found) => attempt(problems, found, () => toApplication(found, files.get(found.file))) ?? []);
  const secrets = objects.flatMap((found) => {
    const cluster = attempt(problems, found, () => parseClusterSecret(found.resource));
    return cluster === undefined ? [] : [{ cluster, found }];
  });
  const inGit = objects.filter(({ resource }) => isArgo(resource, 'AppProject'));
  const projects = inGit.flatMap(
    (found) => attempt(problems, found, () => toProject(found, files.get(found.file))) ?? [],
  );
  const { roots, others } = splitRoots(applications, output);
  return {
    applications: others,
    roots,
    projects,
    ...(projects.length === inGit.length
      ? {}
      : { brokenProjects: inGit.map(nameOf).filter((name) => !projects.map(nameOf).includes(name)) }),
    clusters: secrets.map(({ cluster }) => cluster),
    clusterSecrets: secrets.map(({ found }) => found),
    settings: objects.find(({ resource }) => isSettings(resource)),
    applicationSets: objects.filter((found) => isArgo(found.resource, 'ApplicationSet') && isWhole(found)),
    problems: [...problems, ...duplicateApplications(applications, (file) => ours.has(file))],
  };
}

/** Removes objects outside of the output folder that are equal to one inside: synth has read them. */
function withoutInputs(found: readonly Found<KubeObject>[], output: string): readonly Found<KubeObject>[] {
  const isInside = ({ file }: Found<KubeObject>) => output === '' || file.startsWith(`${output}/`);
  const inside = groupBy(found.filter(isInside), ({ resource }) => resource.metadata.name);
  return found.filter(
    (one) =>
      isInside(one) ||
      inside.get(one.resource.metadata.name)?.some(({ resource }) => deepEqual(resource, one.resource)) !== true,
  );
}

function withoutFolder(files: FileSet, folder: string): FileSet {
  return FileSet.of(files.entries().filter(([path]) => !path.startsWith(`${folder}/`)));
}

interface Candidate {
  readonly file: string;
  readonly content: string;
  /** True in our layout, where every fault is a problem. */
  readonly ours: boolean;
}

function candidates(files: FileSet, output: string): readonly Candidate[] {
  const below = files.below(output).entries();
  const isWritten = below.some(([path]) => path.startsWith('.gitops/'));
  const unwritten = output === '' ? NOWHERE : LIKELY_FOLDERS;
  const isOurs = (path: string) => (isWritten ? FOLDERS : unwritten).test(path);
  const charts = new Set(
    isWritten ? [] : below.flatMap(([path]) => (posix.basename(path) === 'Chart.yaml' ? [posix.dirname(path)] : [])),
  );
  return below.flatMap(([path, content]) => {
    if (!MANIFEST.test(path)) return [];
    const ours = isOurs(path);
    return ours || (!isWritten && isMention(path, content, charts))
      ? [{ file: posix.join(output, path), content, ours }]
      : [];
  });
}

function isMention(path: string, content: string, charts: ReadonlySet<string>): boolean {
  return (
    content.length <= LARGEST_FILE &&
    MENTION.test(content) &&
    !TEST_DATA.test(path) &&
    !foldersOf(path).some((folder) => charts.has(folder))
  );
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

/**
 * Outside of our layout a template, or a text that is not a manifest, is not a problem. An ApplicationSet is
 * full of templates, and must still be YAML.
 */
function parse({ content, file, ours }: Candidate, isBuilt: (file: string) => boolean): readonly KubeObject[] {
  if (ours) return parseObjects(content, file);
  try {
    const documents = readDocuments(content, placeInFile(file));
    GitopsError.throwAll(documents.filter((document) => GitopsError.is(document)));
    return documents
      .flatMap((document) => (GitopsError.is(document) ? [] : itemsOf(document.value)))
      .flatMap((document) => {
        if (isKubeObject(document)) return [toKubeObject(document, file)];
        return (isCustomResource(document) || isOfArgo(document)) && !isBuilt(file)
          ? [toKubeObject(document, file)]
          : [];
      });
  } catch (error) {
    const [, kind] = /^kind:\s*["']?(Application|ApplicationSet|AppProject)["']?\s*$/m.exec(content) ?? [];
    if (kind === undefined || (kind !== 'ApplicationSet' && content.includes('{{'))) return [];
    throw error;
  }
}

/**
 * The same, unless it is a custom resource of Argo CD with an empty name, which the API server takes for
 * none.
 *
 * @throws GitopsError MANIFEST_INVALID_OBJECT
 */
function withName(found: Found<KubeObject>): Found<KubeObject> {
  const { resource, file } = found;
  if (resource.metadata.name !== '' || !isCustomResource(resource)) return found;
  return { ...found, resource: toKubeObject({ ...resource, metadata: { ...resource.metadata, name: null } }, file) };
}

/** True for a custom resource of Argo CD, also when it has faults. */
function isCustomResource(document: unknown): boolean {
  if (!isRecord(document)) return false;
  const { apiVersion, kind } = document;
  return (
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('argoproj.io/') &&
    /^(Application|ApplicationSet|AppProject)$/.test(anyText(kind))
  );
}

/** True for a Secret or settings of Argo CD, also when it has faults. */
function isOfArgo(document: unknown): boolean {
  const { kind, metadata } = isRecord(document) ? document : {};
  if (!isRecord(metadata)) return false;
  const isMarked = isRecord(metadata['labels']) && Object.hasOwn(metadata['labels'], SECRET_TYPE);
  return (kind === 'Secret' && isMarked) || (kind === 'ConfigMap' && metadata['name'] === 'argocd-cm');
}

/**
 * A part of an Argo Application or an ApplicationSet, which kustomize merges into another one or completes.
 */
function isPart({ kind, spec }: KubeObject): boolean {
  if (kind === 'ApplicationSet')
    return !isRecord(spec) || spec['generators'] === undefined || spec['template'] === undefined;
  if (!isRecord(spec) || !isRecord(spec['destination'])) return true;
  return !['source', 'sources', 'sourceHydrator'].some((field) => spec[field] !== undefined);
}

/** True for the ConfigMap with Argo CD's own settings. */
export function isSettings({ apiVersion, kind, metadata }: KubeObject): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap' && metadata.name === 'argocd-cm';
}

/** True for a custom resource of Argo CD. */
export function isArgo({ apiVersion, kind }: KubeObject, wanted: string): boolean {
  return kind === wanted && apiVersion.startsWith('argoproj.io/');
}

/**
 * @param content of its file
 * @throws GitopsError RENDER_INVALID_APPLICATION
 */
export function toApplication(found: Found<KubeObject>, content?: string): Found<ArgoApplication> {
  const { resource, file } = found;
  const start = lineOf(content, `name: ${resource.metadata.name}`);
  return { ...found, resource: parseApplication(resource, file, (path) => lineOfPath(content, path, start) ?? start) };
}

/** @throws GitopsError ARGOCD_INVALID_PROJECT */
export function toProject(found: Found<KubeObject>, content?: string): Found<ArgoAppProject> {
  const { resource, file } = found;
  const start = lineOf(content, `name: ${resource.metadata.name}`);
  return { ...found, resource: parseProject(resource, file, (path) => lineOfPath(content, path, start) ?? start) };
}

function nameOf({ resource }: Found<KubeObject | ArgoAppProject>): string {
  return resource.metadata.name;
}

/** What is thrown becomes a problem of the file, unless it names its own place. */
function attempt<T>(problems: GitopsError[], { file }: { readonly file: string }, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    problems.push(...GitopsError.each(error.with(({ source }) => ({ source: source ?? { file } }))));
    return undefined;
  }
}
