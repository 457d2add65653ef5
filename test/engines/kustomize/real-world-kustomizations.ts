import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import fc from 'fast-check';
import { isRecord } from '../../../src/manifest/kube-object.js';
import { parseYaml, toYaml } from '../../../src/manifest/yaml.js';
import { realWorldKustomizations } from '../../../tools/real-world-kustomizations.mjs';
import { damage, HOW, type Tree } from './kustomizations.js';

/** Files, and the folder in them that is built. */
export interface RealWorld {
  /** Name of the folder with the files of its project. */
  readonly project: string;
  readonly tree: Tree;
  readonly directory: string;
  /** Where the files are, unchanged. */
  readonly folder: string;
}

/** Of the projects: ours, and those of others, which are no part of this repository. */
const FOLDERS = [join(import.meta.dirname, 'real-world'), realWorldKustomizations()];
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** Every kustomization of the folders, with the files of its project; always in the same order. */
export function realWorld(): readonly RealWorld[] {
  const projects = FOLDERS.flatMap((folder) => readdirSync(folder, { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  return projects.sort(byName).flatMap(({ name: project, parentPath }) => {
    const folder = join(parentPath, project);
    const tree = treeBelow(folder);
    return Object.keys(tree).flatMap((path) =>
      KUSTOMIZATION.test(path) ? [{ project, tree, folder, directory: posix.dirname(path) }] : [],
    );
  });
}

/** Those that are a part of no other one. */
export function topmost(all: readonly RealWorld[]): readonly RealWorld[] {
  const parts = new Set(
    all.flatMap(({ tree, folder, directory }) =>
      ['resources', 'bases', 'components'].flatMap((field) => {
        const list = fieldsOf(tree, directory)?.[field];
        return Array.isArray(list) ? list.map((one) => join(folder, directory, String(one))) : [];
      }),
    ),
  );
  return all.filter(({ folder, directory }) => !parts.has(join(folder, directory)));
}

function treeBelow(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}

/**
 * One of them with one of its files damaged, and with fields of other kustomizations put into its own: what
 * people do who copy from each other.
 */
export function mutatedRealWorld(): fc.Arbitrary<Pick<RealWorld, 'tree' | 'directory'>> {
  const all = realWorld();
  const donors = all.flatMap(({ tree, directory }) => Object.entries(fieldsOf(tree, directory) ?? {}));
  return fc
    .record({
      chosen: fc.nat(all.length - 1),
      grafts: fc.array(fc.nat(donors.length - 1), { maxLength: 3 }),
      damaged: fc.option(fc.record({ file: fc.nat(), line: fc.nat(), how: fc.constantFrom(...HOW) }), { freq: 2 }),
    })
    .map(({ chosen, grafts, damaged }) => {
      const { tree, directory } = all[chosen] as RealWorld;
      const fields = fieldsOf(tree, directory);
      const given = Object.fromEntries(grafts.map((index) => donors[index] ?? []));
      const path = kustomizationIn(tree, directory);
      const grafted =
        grafts.length === 0 || fields === undefined ? tree : { ...tree, [path]: toYaml({ ...fields, ...given }) };
      return { tree: damaged === null ? grafted : damagedIn(grafted, directory, damaged), directory };
    });
}

interface Damage {
  readonly file: number;
  readonly line: number;
  readonly how: (typeof HOW)[number];
}

/** A file that the build reads, more likely than not. */
function damagedIn(tree: Tree, directory: string, { file, line, how }: Damage): Tree {
  const own = kustomizationIn(tree, directory);
  const near = Object.keys(tree).filter((path) => path.startsWith(`${directory}/`) && /\.(ya?ml|json|env)$/.test(path));
  const named =
    (fieldsOf(tree, directory)?.['resources'] as readonly unknown[] | undefined)?.map((one) =>
      posix.join(directory, String(one)),
    ) ?? [];
  const paths = [own, ...near, ...Object.keys(tree).filter((path) => named.some((one) => path.startsWith(one)))];
  const path = paths[file % paths.length] ?? own;
  const lines = (tree[path] ?? '').split('\n');
  return { ...tree, [path]: damage(lines, line % lines.length, how).join('\n') };
}

function kustomizationIn(tree: Tree, directory: string): string {
  return (
    Object.keys(tree).find((path) => KUSTOMIZATION.test(path) && posix.dirname(path) === directory) ??
    posix.join(directory, 'kustomization.yaml')
  );
}

function fieldsOf(tree: Tree, directory: string): Readonly<Record<string, unknown>> | undefined {
  const [fields] = parseYaml(tree[kustomizationIn(tree, directory)] ?? '', directory);
  return isRecord(fields) ? fields : undefined;
}
