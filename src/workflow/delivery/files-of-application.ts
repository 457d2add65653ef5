import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import type { FileSet } from '../../files/file-set.js';
import { textsIn } from '../../manifest/texts-in.js';
import { parseYaml } from '../../manifest/yaml.js';

/** Files that name other files, by which more of a repository belongs to an application. */
const NAMING = /(^|\/)(kustomization\.ya?ml|Kustomization|Chart\.yaml)$/;

/**
 * The files that an Argo Application is made of: its own, those of its sources, and whatever their
 * kustomizations and charts name, such as bases. Pure.
 *
 * A text that happens to be a path counts as one: rather a file too many than one too few.
 */
export function filesOfApplication(application: ArgoApplication, file: string, tree: FileSet): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (path: string): void => {
    const below = tree.below(path).paths();
    const inFolder = path === '' ? [] : below.map((name) => `${path}/${name}`);
    for (const one of tree.has(path) ? [path] : inFolder) {
      if (found.has(one)) continue;
      found.add(one);
      if (NAMING.test(one)) for (const named of namedIn(tree.get(one) ?? '', one)) add(named);
    }
  };
  add(file);
  for (const source of sourcesOf(application)) {
    const folder = normal(source.path ?? '');
    add(folder);
    const texts = textsIn(source).filter(isShort);
    for (const text of texts) add(normal(text.replace(/^\$[^/]+\//, '')));
    for (const text of texts) add(normal(posix.join(folder, text)));
  }
  return found;
}

function namedIn(text: string, file: string): readonly string[] {
  try {
    return parseYaml(text, file)
      .flatMap(textsIn)
      .filter(isShort)
      .map((one) => one.replace(/^file:\/\//, '').replace(/^[^/=]+=/, ''))
      .map((one) => normal(posix.join(posix.dirname(file), one)));
  } catch {
    // A file that cannot be read cannot be rendered either. Rendering reports it.
    return [];
  }
}

/** What is longer, or has lines, is not a path. */
function isShort(text: string): boolean {
  return text.length < 500 && !text.includes('\n');
}

/** Empty for what is not a path inside the repository, and for the repository itself. */
function normal(path: string): string {
  const text = sourceFolder(path);
  return text === '..' || text.startsWith('../') ? '' : text;
}
