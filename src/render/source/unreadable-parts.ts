import { posix } from 'node:path';
import { inputFinder } from '../../engines/kustomize/build-inputs.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import type { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { textsIn } from '../../manifest/texts-in.js';
import { parseYaml } from '../../manifest/yaml.js';
import { isBehindLink } from './is-behind-link.js';
import { isChosenFile } from './read-directory.js';
import type { SourceContext } from './source-context.js';
import type { SourceType } from './source-type.js';

/**
 * The unreadable files that a source reads, such as submodules and broken symbolic links. Unreadable files in
 * its folder that it does not read are not reported.
 */
export function unreadableParts(context: SourceContext, type: SourceType): readonly GitopsError[] {
  const { tree, path } = context;
  const all = [...(tree.unreadable ?? []), ...brokenLinks(context, type)];
  if (all.length === 0) return [];
  // The folder itself, or a parent of it.
  const above = all.filter(([one]) => one === path || path.startsWith(`${one}/`));
  const prefix = path === '' ? '' : `${path}/`;
  const below = all.filter(([one]) => one.startsWith(prefix));
  const isRead = type === 'plugin' ? () => true : readBy(context, type, prefix);
  // A kustomization also reads files outside of its folder.
  const candidates = type === 'kustomize' ? all : below;
  return [...above, ...candidates.filter(([one, { message }]) => isRead(one, message))].map(([, problem]) => problem);
}

/** The broken links on which the tool fails. Argo CD ignores a broken link in a directory. */
function brokenLinks({ tree }: SourceContext, type: SourceType): readonly (readonly [string, GitopsError])[] {
  return [...(tree.broken ?? [])]
    .filter(([, { why }]) => type !== 'directory' || why !== 'absent')
    .map(([path, { problem }]) => [path, problem] as const);
}

function readBy(context: SourceContext, type: SourceType, prefix: string): (path: string, message: string) => boolean {
  if (type === 'kustomize') return namedByKustomizations(context);
  if (type === 'helm') return partOfChart(context, prefix);
  const options = context.source.directory ?? {};
  return (path, message) => {
    const inside = path.slice(prefix.length);
    // Argo CD does not follow links to folders, and has the files of submodules.
    if (message.endsWith('is a submodule')) return options.recurse === true;
    return isChosenFile(inside, options) && !isBehindLink(path, context.tree.links);
  };
}

function namedByKustomizations({ tree: { files }, path, source }: SourceContext): (path: string) => boolean {
  const folder = path === '' ? '.' : path;
  const named = new Set<string>([folder]);
  let hasCharts = false;
  const add = (from: string, texts: Iterable<string>) => {
    for (const text of texts)
      named.add(posix.join(from, text.replace(/^[^=/]+=/, ''), '.').replace(/\/$/, '')).add(posix.join(from, text));
  };
  for (const file of inputFinder(files)(folder).paths.filter(isKustomizationFile)) {
    try {
      const documents = parseYaml(files.get(file) ?? '', file);
      hasCharts ||= documents.some(
        (one) => isRecord(one) && (one['helmCharts'] !== undefined || one['helmChartInflationGenerator'] !== undefined),
      );
      add(posix.dirname(file), documents.flatMap(textsIn));
    } catch {
      // kustomize reports these links.
    }
  }
  add(folder, textsIn(source.kustomize));
  const all = [...named];
  return (one) => {
    if (hasCharts && (folder === '.' || one.startsWith(`${folder}/`))) return true;
    return (
      named.has(one) ||
      (isKustomizationFile(one) && named.has(posix.dirname(one))) ||
      all.some((name) => name.startsWith(`${one}/`))
    );
  };
}

/**
 * Whether Helm loads a file into the chart. Other files count only when a template may read them. Helm fails
 * on a broken link anywhere, except in a folder that it ignores.
 */
function partOfChart({ tree: { files, broken }, path }: SourceContext, prefix: string): (path: string) => boolean {
  const ignored = new Set((files.get(`${prefix}.helmignore`) ?? '').split('\n').map((line) => line.trim()));
  const isIgnored = (inside: string) =>
    inside
      .split('/')
      .slice(0, -1)
      .some((folder) => [folder, `${folder}/`, `/${folder}/`].some((one) => ignored.has(one)));
  const asks = files
    .below(path)
    .entries()
    .some(([file, text]) => /(?:^|\/)templates\//.test(file) && text.includes('.Files'));
  return (one) =>
    (broken?.has(one) === true && !isIgnored(one.slice(prefix.length))) ||
    asks ||
    /^(?:templates|crds|charts)(?:\/|$)|^(?:Chart\.(?:yaml|lock)|values\.(?:yaml|schema\.json))$/.test(
      one.slice(prefix.length),
    );
}
