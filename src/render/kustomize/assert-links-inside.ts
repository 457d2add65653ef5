import { posix } from 'node:path';
import { findKustomizationFile, inputFinder } from '../../engines/kustomize/build-inputs.js';
import { GitopsError } from '../../errors.js';
import { followLinks } from '../../files/follow-links.js';
import { textsIn } from '../../manifest/texts-in.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { SourceTree } from '../source/source-context.js';

/**
 * Checks the targets of symbolic links as kustomize does: a file must be in or below the folder of the
 * kustomization that reads it. kustomize cannot check it here, because files behind links are copies.
 *
 * @param directory the folder that is built; `.` for the root
 * @throws GitopsError ENGINE_KUSTOMIZE_FAILED with every such file
 */
export function assertLinksInside({ files, links = new Map() }: SourceTree, directory: string): void {
  if (links.size === 0) return;
  const problems = inputFinder(files)(directory).directories.flatMap((folder) => {
    const file = findKustomizationFile(files, folder);
    const root = folder === '.' ? '' : `${folder}/`;
    return file === undefined
      ? []
      : [...new Set([file, ...filesNamed(files.get(file) ?? '', file)])].flatMap((path) => {
          const followed = followLinks(path, links);
          const isOutside = files.has(path) && 'path' in followed && !followed.path.startsWith(root);
          // A folder behind a link is read at its real place.
          const isReference = path === file && followLinksOf(folder, links) !== posix.normalize(folder);
          return isOutside && !isReference ? [outside(path, followed.path, folder, file)] : [];
        });
  });
  GitopsError.throwAll(problems);
}

function followLinksOf(folder: string, links: ReadonlyMap<string, string>): string {
  const followed = followLinks(folder, links);
  return 'path' in followed ? followed.path || '.' : folder;
}

/** Every text of a kustomization that may be a path. */
function filesNamed(text: string, file: string): readonly string[] {
  try {
    return parseYaml(text, file)
      .flatMap(textsIn)
      .map((one) => posix.join(posix.dirname(file), one.replace(/^[^=/]+=/, '')));
  } catch {
    // kustomize reports a file that cannot be read.
    return [];
  }
}

function outside(path: string, real: string, folder: string, file: string): GitopsError {
  return new GitopsError(
    'ENGINE_KUSTOMIZE_FAILED',
    `'${file}' reads '${path}', a symbolic link to '${real}', which is not in or below '${folder}'`,
    {
      hint: 'Move the file into the folder, or set the load-restrictor LoadRestrictionsNone in kustomize.buildOptions.',
      source: { file },
    },
  );
}
