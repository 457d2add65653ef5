import { posix } from 'node:path';
import { GitopsError } from '../../errors.js';
import { firstAtLeast } from '../../files/first-at-least.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import type { SourceContext, SourceTree } from '../source/source-context.js';
import { resolveFile } from './value-files.js';

/** The files that Helm loads of every chart. Only templates can use other files. */
const ALWAYS = /^(?:templates|crds|charts)\/|^(?:Chart|requirements)\.(?:yaml|lock)$|^values\.|^\.helmignore$/;
/**
 * The functions by which a template reads files. `tpl` counts too, because its text may be such a template.
 */
const ASKS = /\.Files\b|\btpl\b/;

/**
 * A source of a Helm chart with all files that rendering may need: those of the chart, of dependencies by
 * path, value files and files of parameters, also in the repositories of its `$ref`s.
 */
export async function completeChart(context: SourceContext): Promise<SourceContext> {
  const { path } = context;
  const references = new Map<string, SourceTree | GitopsError>();
  for (const [name, tree] of context.references)
    references.set(name, GitopsError.is(tree) ? tree : await withNamedFiles(context, tree));
  let tree = await withNamedFiles(context, context.tree);
  const folders = [path, ...dependencies(tree, path)];
  tree = await withFiles(tree, folders, (inside) => ALWAYS.test(inside));
  const asking = folders.filter((folder) => asks(tree, folder));
  tree = await withFiles(tree, asking, () => true);
  return { ...context, tree, references };
}

async function withFiles(
  tree: SourceTree,
  folders: readonly string[],
  isWanted: (inside: string) => boolean,
): Promise<SourceTree> {
  const { unread } = tree;
  if (unread === undefined) return tree;
  const wanted = unread.paths.filter((path) =>
    folders.some((folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      return path.startsWith(prefix) && isWanted(path.slice(prefix.length));
    }),
  );
  return wanted.length === 0 ? tree : unread.read(wanted);
}

/** The charts to which Chart.yaml refers by path. */
function dependencies({ files }: SourceTree, path: string): readonly string[] {
  return ['Chart.yaml', 'requirements.yaml'].flatMap((name) =>
    [...(files.get(posix.join(path, name)) ?? '').matchAll(/\bfile:\/\/([^\s"'#]+)/g)].map(([, folder = '']) =>
      trimEndOf(posix.join(path, folder), '/'),
    ),
  );
}

/**
 * Whether the templates of a chart read files. Packed and fetched charts are not searched, and count as
 * reading: they may use templates of their parent.
 */
function asks({ files, binaries = new Map() }: SourceTree, folder: string): boolean {
  const chart = files.below(folder);
  if ([...binaries.keys()].some((path) => path.startsWith(folder === '' ? '' : `${folder}/`) && path.endsWith('.tgz')))
    return true;
  if (/^dependencies:/m.test(`${chart.get('Chart.yaml') ?? ''}\n${chart.get('requirements.yaml') ?? ''}`)) return true;
  return chart.entries().some(([path, text]) => /(?:^|\/)templates\//.test(path) && ASKS.test(text));
}

/** Adds the files of this tree to which the source refers. */
async function withNamedFiles(context: SourceContext, tree: SourceTree): Promise<SourceTree> {
  const { unread } = tree;
  const { valueFiles = [], fileParameters = [] } = context.source.helm ?? {};
  if (unread === undefined) return tree;
  const names = [...valueFiles, ...fileParameters.map(({ path = '' }) => path)];
  const wanted = names.flatMap((name) => {
    const found = placeOf(context, name);
    if (found?.tree !== tree) return [];
    return unread.paths[firstAtLeast(unread.paths, found.path)] === found.path ? [found.path] : [];
  });
  return wanted.length === 0 ? tree : unread.read(wanted);
}

/** Undefined for a wrong name. Reading the file reports it. */
function placeOf(context: SourceContext, name: string): ReturnType<typeof resolveFile> | undefined {
  try {
    return resolveFile(context, name);
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}
