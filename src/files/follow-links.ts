/** Symbolic links of a repository: path → target as it is stored. */
export type Links = ReadonlyMap<string, string>;

/** Where a path leads, or which link on the way leads nowhere. */
export type Followed =
  | { readonly path: string }
  | { readonly link: string; readonly target: string; readonly why: 'loop' | 'outside' };

/** As many as Linux follows for one path. */
const MOST_LINKS = 40;

/**
 * The path without links on the way, as the operating system resolves it in a checkout; `''` for the root.
 * What is there, if anything, is another question. Pure.
 */
export function followLinks(path: string, links: Links): Followed {
  const pending = partsOf(path);
  const done: string[] = [];
  let followed = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === '..') {
      done.pop();
      continue;
    }
    done.push(part);
    const link = done.join('/');
    const target = links.get(link);
    if (target === undefined) continue;
    done.pop();
    if (leavesRepository(link, target)) return { link, target, why: 'outside' };
    if (++followed > MOST_LINKS) return { link, target, why: 'loop' };
    pending.unshift(...partsOf(target));
  }
  return { path: done.join('/') };
}

/**
 * Whether Argo CD takes a link for one that leads out of the repository: an absolute target, or more `..`
 * than there are folders above it. The folders are counted as they are written. Pure.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/util/app/path/path.go CheckOutOfBoundsSymlinks
 */
export function leavesRepository(link: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  let depth = link.split('/').length - 1;
  return partsOf(target).some((part) => {
    depth += part === '..' ? -1 : 1;
    return depth < 0;
  });
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
