import { posix } from 'node:path';
import { findKustomizationFile } from '../../engines/kustomize/build-inputs.js';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { firstAtLeast } from '../../files/first-at-least.js';
import { followLinks, type Links } from '../../files/follow-links.js';
import { toYaml } from '../../manifest/yaml.js';
import type { BrokenLink, SourceTree } from './source-context.js';

/** The largest number of files behind one link, and behind all links of a repository. */
const MOST_BEHIND_ONE = 10_000;
const MOST_BEHIND_ALL = 50_000;

interface Expansion {
  readonly tree: SourceTree;
  readonly reader: Reader;
  readonly links: Links;
  readonly sorted: readonly (readonly [path: string, content: string])[];
  readonly files: Map<string, string>;
  readonly binaries: Map<string, Uint8Array>;
  readonly unreadable: Map<string, GitopsError>;
  readonly broken: Map<string, BrokenLink>;
  /** Files that were not read yet: the path behind the link, with the real path. */
  readonly unread: Map<string, string>;
  left: number;
}

/**
 * The tree with copies of the files and folders to which its symbolic links lead. It is made once for each
 * tree.
 *
 * @param reader `kustomize`: a folder that is reached through a link and is a kustomization becomes one that
 * names the real folder, because kustomize resolves references there. Default: `any`
 */
export function linkedTree(tree: SourceTree, reader: Reader = 'any'): SourceTree {
  const known = trees[reader].get(tree.files);
  if (known !== undefined) return known;
  const made = expand(tree, reader);
  trees[reader].set(tree.files, made);
  return made;
}

type Reader = 'any' | 'kustomize';

const trees: Readonly<Record<Reader, WeakMap<FileSet, SourceTree>>> = { any: new WeakMap(), kustomize: new WeakMap() };

function expand(tree: SourceTree, reader: Reader): SourceTree {
  const { links = new Map<string, string>() } = tree;
  if (links.size === 0) return tree;
  const expansion: Expansion = {
    tree,
    reader,
    links,
    sorted: tree.files.entries(),
    files: new Map(),
    binaries: new Map(tree.binaries),
    unreadable: new Map(tree.unreadable),
    broken: new Map(),
    unread: new Map(),
    left: MOST_BEHIND_ALL,
  };
  for (const link of [...links.keys()].sort()) follow(link, link, [], expansion);
  const { files, binaries, unreadable, broken } = expansion;
  const unread = unreadBehind(tree.unread, expansion);
  return { files: tree.files.with(FileSet.of(files)), binaries, unreadable, links, broken, ...unread };
}

/** Reads missing files at their real places, and copies them behind the links. */
function unreadBehind(
  unread: SourceTree['unread'],
  { unread: reached, reader }: Expansion,
): Pick<SourceTree, 'unread'> {
  if (unread === undefined) return {};
  const paths = [...unread.paths, ...reached.keys()].sort();
  const read = async (wanted: readonly string[]) =>
    linkedTree(await unread.read(wanted.map((path) => reached.get(path) ?? path)), reader);
  return { unread: { paths, read } };
}

/**
 * @param link the real path of the link
 * @param at the path at which it is reached
 * @param through the links on the way here
 */
function follow(link: string, at: string, through: readonly string[], expansion: Expansion): void {
  const { tree, links, files, binaries, unreadable, broken } = expansion;
  const followed = followLinks(link, links);
  const refuse = (why: BrokenLink['why']) => broken.set(at, brokenLink(at, links.get(link) ?? '', why));
  if ('why' in followed) {
    refuse(followed.why);
    return;
  }
  if (through.includes(link)) {
    refuse('loop');
    return;
  }
  const { path } = followed;
  const text = tree.files.get(path);
  const bytes = tree.binaries?.get(path);
  const problem = tree.unreadable?.get(path);
  if (text !== undefined) files.set(at, text);
  else if (bytes !== undefined) binaries.set(at, bytes);
  else if (problem !== undefined) unreadable.set(at, problem);
  else if (isUnread(path, tree)) expansion.unread.set(at, path);
  else if (!followFolder(path, at, [...through, link], expansion)) refuse('absent');
}

function isUnread(path: string, { unread }: SourceTree): boolean {
  return unread !== undefined && unread.paths[firstAtLeast(unread.paths, path)] === path;
}

/** False when there is no such folder. */
function followFolder(folder: string, at: string, through: readonly string[], expansion: Expansion): boolean {
  const { tree, links, files, binaries, unreadable, broken } = expansion;
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = <Value>(all: Iterable<readonly [string, Value]> | undefined) =>
    [...(all ?? [])].filter(([path]) => path.startsWith(prefix));
  const moved = (path: string) => `${at}/${path.slice(prefix.length)}`;
  const texts = tree.files.below(folder).entries();
  const inside = below(links);
  const others = [...below(tree.binaries), ...below(tree.unreadable)];
  const unread = (tree.unread?.paths ?? []).filter((path) => path.startsWith(prefix));
  if (texts.length + inside.length + others.length + unread.length === 0) return false;
  expansion.left -= texts.length;
  if (texts.length > MOST_BEHIND_ONE || expansion.left < 0) {
    broken.set(at, brokenLink(at, links.get(through.at(-1) ?? '') ?? '', 'large'));
    return true;
  }
  for (const [path, text] of texts) files.set(`${at}/${path}`, text);
  for (const [path] of expansion.reader === 'kustomize' ? texts : []) {
    const real = posix.dirname(`${prefix}${path}`);
    const file = findKustomizationFile(tree.files, real);
    if (file === `${prefix}${path}`)
      files.set(`${at}/${path}`, reference(tree.files.get(file) ?? '', real, moved(file)));
  }
  for (const path of unread) expansion.unread.set(moved(path), path);
  for (const [path, bytes] of below(tree.binaries)) binaries.set(moved(path), bytes);
  for (const [path, problem] of below(tree.unreadable)) unreadable.set(moved(path), problem);
  for (const [path] of inside) follow(path, moved(path), through, expansion);
  return true;
}

/** A kustomization that only refers to another one. */
function reference(text: string, folder: string, file: string): string {
  const path = posix.relative(posix.dirname(`/${file}`), `/${folder}`) || '.';
  return /^["']?kind["']?:\s*["']?Component\b/m.test(text)
    ? toYaml({ apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', components: [path] })
    : toYaml({ resources: [path] });
}

const REASONS: Readonly<Record<BrokenLink['why'], string>> = {
  absent: 'which is not in this revision',
  large: `behind which there are more than ${MOST_BEHIND_ONE} files`,
  loop: 'which has no end',
  outside: 'which is outside of the repository',
};

function brokenLink(path: string, target: string, why: BrokenLink['why']): BrokenLink {
  const problem = new GitopsError(
    'GIT_UNSUPPORTED_FILE',
    `'${path}' is a symbolic link to '${target}', ${REASONS[why]}`,
    { hint: 'Correct the link, or replace it by the file.', source: { file: path } },
  );
  return { why, problem };
}
