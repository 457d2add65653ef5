import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { findKustomizationFile } from '../../engines/kustomize/build-inputs.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { withoutCredentials } from '../../host/address.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml, toYaml } from '../../manifest/yaml.js';
import { linkedTree } from '../source/linked-tree.js';
import type { LocatedSource, ResolvedSource } from '../source/locate-source.js';
import { readBelow } from '../source/read-below.js';
import type { SourceTree } from '../source/source-context.js';
import { type BaseReference, parseBaseReference } from './base-reference.js';
import { namesRemote, type ReferenceKind, replaceReferences } from './kustomization-references.js';
import { originAnnotationsProblem } from './origin-annotations.js';
import { readKustomization } from './read-kustomization.js';
import type { RemoteBases } from './remote-bases.js';

export interface WithBases {
  readonly files: FileSet;
  /** Files that are not text, also fetched ones. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
  /** The fetched sources, in the order of their references. */
  readonly sources: readonly ResolvedSource[];
}

export interface FetchBasesOptions {
  readonly remote: RemoteBases;
  /** Files of the local repository that are not text. Default: none. */
  readonly binaries?: SourceTree['binaries'] | undefined;
}

/** The place of a kustomization. */
interface Place {
  readonly tree: SourceTree;
  /** The folder of the tree among the files of the build; `''` for the local repository. */
  readonly root: string;
  /** The folder relative to the tree; `''` for its root. */
  readonly directory: string;
  /** The references on the way here, the last one last. */
  readonly chain: readonly string[];
  /** The kustomization of the local repository that led here. */
  readonly origin: string;
}

interface Fetching {
  readonly remote: RemoteBases;
  readonly added: Map<string, string>;
  readonly binaries: Map<string, Uint8Array>;
  readonly sources: Map<string, ResolvedSource>;
  /** The references that were fetched, with or without success. */
  readonly asked: Set<string>;
  readonly visited: Set<string>;
  readonly problems: GitopsError[];
}

const MOST_DEEP = 10;
const MOST_REFERENCES = 200;

/**
 * Fetches all resources of kustomizations that are in other Git repositories or at URLs. Returns the files of
 * the build with these resources and with local references to them, so that kustomize needs no network.
 *
 * @throws GitopsError RENDER_UNSUPPORTED, RENDER_PATH_MISSING, ENGINE_KUSTOMIZE_FAILED for a cycle, and what
 * fetching throws; all at once
 */
export async function fetchBases(
  files: FileSet,
  directory: string,
  { remote, binaries = new Map() }: FetchBasesOptions,
): Promise<WithBases> {
  if (!mayNameRemote(files)) return { files, binaries, sources: [] };
  const fetching: Fetching = {
    remote,
    added: new Map(),
    binaries: new Map(binaries),
    sources: new Map(),
    asked: new Set(),
    visited: new Set(),
    problems: [],
  };
  const start = directory === '.' ? '' : directory;
  const place = { tree: { files, binaries }, root: '', directory: start, chain: [], origin: directory };
  await visit(place, fetching);
  const origins = fetching.added.size > 0 ? originAnnotationsProblem(files, start) : undefined;
  if (origins !== undefined) fetching.problems.push(origins);
  GitopsError.throwAll(fetching.problems);
  return {
    files: fetching.added.size === 0 ? files : files.with(FileSet.of(fetching.added)),
    binaries: fetching.binaries,
    sources: [...fetching.sources.values()],
  };
}

const answers = new WeakMap<FileSet, boolean>();

function mayNameRemote(files: FileSet): boolean {
  const known = answers.get(files);
  if (known !== undefined) return known;
  const answer = files.entries().some(([path, text]) => isKustomizationFile(path) && namesRemote(text));
  answers.set(files, answer);
  return answer;
}

async function visit(place: Place, fetching: Fetching): Promise<void> {
  const { tree, root, directory, chain } = place;
  const key = [root, directory, ...chain].join('\0');
  if (fetching.visited.has(key)) return;
  fetching.visited.add(key);
  if (root !== '') addFiles({ ...place, tree: await readBelow(tree, directory) }, fetching);
  const file = findKustomizationFile(tree.files, directory || '.');
  const before = file === undefined ? undefined : readKustomization(tree.files, file);
  if (file === undefined || before === undefined) return;
  const here = { ...place, ...(root === '' ? { origin: file } : {}) };
  let isChanged = false;
  const after = await replaceReferences(before, async (reference, kind) => {
    const replacement = await find(reference, kind, here, fetching).catch((error: unknown) => {
      if (!GitopsError.is(error)) throw error;
      fetching.problems.push(...GitopsError.each(error).map((one) => namedBy(one, reference, here)));
      return undefined;
    });
    isChanged ||= replacement !== undefined;
    return replacement;
  });
  if (isChanged) fetching.added.set(posix.join(root, file), toYaml(after));
}

function addFiles({ tree, root, directory }: Place, { added, binaries, problems }: Fetching): void {
  const prefix = directory === '' ? '' : `${directory}/`;
  problems.push(
    ...[...(tree.unreadable ?? [])]
      .filter(([path]) => path.startsWith(prefix) || path === directory)
      .map(([, problem]) => problem),
  );
  for (const [path, text] of tree.files.below(directory).entries()) {
    const target = posix.join(root, directory, path);
    if (!added.has(target)) added.set(target, text);
  }
  for (const [path, bytes] of tree.binaries ?? [])
    if (path.startsWith(prefix)) binaries.set(posix.join(root, path), bytes);
}

/** The local reference to use instead, relative to the kustomization; undefined to keep the reference. */
async function find(
  reference: string,
  kind: ReferenceKind,
  place: Place,
  fetching: Fetching,
): Promise<string | undefined> {
  const { tree, root, directory } = place;
  const local = posix.join(directory, reference).replace(/\/$/, '');
  if (tree.files.has(local)) return undefined;
  const base = parseBaseReference(reference);
  if (kind !== 'base' && /^https?:\/\//i.test(reference) && !(kind === 'any' && base?.isMarked === true)) {
    const fallback = kind === 'any' ? base : undefined;
    const name = await fetchManifest(reference, fallback, place, fetching);
    if (name !== undefined || fallback === undefined) return name;
  }
  if (kind === 'file') return undefined;
  if (base !== undefined) return fetchBase(reference, base, place, fetching);
  if (local === '..' || local.startsWith('../')) {
    if (root !== '')
      throw failure('it is outside of its Git repository', 'A base of a remote repository stays within it.');
  } else if (tree.files.below(local === '.' ? '' : local).size > 0) {
    await visit({ ...place, directory: local === '.' ? '' : local }, fetching);
  }
  return undefined;
}

async function fetchManifest(
  url: string,
  fallback: BaseReference | undefined,
  { root, directory }: Place,
  fetching: Fetching,
): Promise<string | undefined> {
  assertFew(url, fetching);
  const { status, text, isBinary } = await fetching.remote.manifest(url);
  if (isBinary && fallback === undefined) throw noText();
  if (text === undefined || (fallback !== undefined && !holdsObjects(text, url))) {
    if (fallback !== undefined) return undefined;
    throw new GitopsError('RENDER_PATH_MISSING', `the server answered ${status}`, {
      hint: 'Correct the URL, or commit the file.',
    });
  }
  const name = `.remote-${digest(url)}.yaml`;
  fetching.added.set(posix.join(root, directory, name), text);
  const repoURL = withoutCredentials(url);
  const revision = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  fetching.sources.set(url, { repoURL, targetRevision: '', revision, fetched: true });
  return name;
}

function noText(): GitopsError {
  return new GitopsError('RENDER_UNSUPPORTED', 'it is not text', { hint: 'Commit the file, and refer to it by path.' });
}

/** A server may answer the URL of a repository with a web page. */
function holdsObjects(text: string, url: string): boolean {
  try {
    return parseYaml(text, withoutCredentials(url)).every(
      (document) => document === null || (isRecord(document) && typeof document['kind'] === 'string'),
    );
  } catch (error) {
    if (GitopsError.is(error)) return false;
    throw error;
  }
}

async function fetchBase(reference: string, base: BaseReference, place: Place, fetching: Fetching): Promise<string> {
  const { root, directory, chain, origin } = place;
  if (chain.some((before) => before.startsWith(reference))) throw failure('it leads to itself', 'Break the cycle.');
  if (chain.length === MOST_DEEP) throw failure(`more than ${MOST_DEEP} remote bases lead to it`, 'Name it directly.');
  assertFew(reference, fetching);
  const { repoURL, path, revision: targetRevision } = base;
  const found = await fetching.remote.git(repoURL, targetRevision);
  const located = { ...found, tree: linkedTree(found.tree, 'kustomize') };
  assertFolder(base, located);
  fetching.sources.set([repoURL, path, targetRevision].join('\0'), {
    repoURL: withoutCredentials(repoURL),
    path: path === '' ? '.' : path,
    targetRevision,
    revision: located.revision,
    fetched: true,
  });
  // Each base has its own copy, because two bases of one repository may refer to each other.
  const target = `.remote/${digest(repoURL, located.revision, path)}`;
  await visit({ tree: located.tree, root: target, directory: path, chain: [...chain, reference], origin }, fetching);
  return posix.relative(posix.join('/', root, directory), posix.join('/', target, path));
}

function assertFolder({ path, repoURL }: BaseReference, { tree, revision }: LocatedSource): void {
  if (tree.files.below(path).size > 0) return;
  throw new GitopsError(
    'RENDER_PATH_MISSING',
    `'${withoutCredentials(repoURL)}' has no folder '${path}' at ${revision.slice(0, 7)}`,
    {
      hint: 'Correct the path or the revision.',
    },
  );
}

function assertFew(reference: string, { asked }: Fetching): void {
  if (asked.size === MOST_REFERENCES && !asked.has(reference)) {
    throw failure(
      `the build names more than ${MOST_REFERENCES} remote resources`,
      'Commit them, or split the overlay.',
    );
  }
  asked.add(reference);
}

function failure(why: string, hint: string): GitopsError {
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', why, { hint });
}

function namedBy(error: GitopsError, reference: string, { chain, origin }: Place): GitopsError {
  const file = chain.at(-1) ?? origin;
  return error.with(({ message }) => ({
    message: `'${withoutCredentials(file)}' names '${withoutCredentials(reference)}': ${message}`,
    source: { file: origin },
  }));
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}
