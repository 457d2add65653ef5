/** A reference to a kustomization in another Git repository. */
export interface BaseReference {
  readonly repoURL: string;
  /** The folder of the kustomization; `''` for the root. */
  readonly path: string;
  /** The revision; `HEAD` when the reference has none. */
  readonly revision: string;
  /**
   * True when the reference marks the end of the repository (`//`, `.git`, `_git/`). The URL of a plain file
   * does not.
   */
  readonly isMarked: boolean;
}

interface Host {
  readonly host: string;
  readonly rest: string;
  readonly isFile: boolean;
}

interface Parts {
  readonly repository: string;
  readonly path: string;
  readonly isMarked: boolean;
}

const SCHEME = /^(?:ssh|https?|file):\/\//i;
const USER = /^[a-z][a-z0-9-]*@/i;
const MOST_SEGMENTS = 2;

/**
 * Reads a reference as kustomize does.
 *
 * @returns undefined for a reference that is not to a Git repository, such as a local path
 * @see https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/git/repospec.go
 */
export function parseBaseReference(text: string): BaseReference | undefined {
  if (text.startsWith('/')) return undefined;
  const [place = '', query = ''] = cut(text, '?');
  const host = hostOf(place.replace(/^git::/i, ''));
  const parts = host && partsOf(host);
  if (host === undefined || parts === undefined || parts.repository === '') return undefined;
  const path = normalised(parts.path);
  if (path === undefined) return undefined;
  const options = new URLSearchParams(query);
  const revision = options.get('ref') || options.get('version') || 'HEAD';
  return { repoURL: host.host + parts.repository, path, revision, isMarked: parts.isMarked };
}

function hostOf(place: string): Host | undefined {
  const scheme = SCHEME.exec(place)?.[0] ?? '';
  const afterScheme = place.slice(scheme.length);
  if (/^file:/i.test(scheme)) return { host: scheme.toLowerCase(), rest: afterScheme, isFile: true };
  const user = USER.exec(afterScheme)?.[0] ?? '';
  const rest = afterScheme.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isScp = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !isScp) return undefined;
  const end = separator(rest, isScp);
  const host = end < 0 ? rest : rest.slice(0, end + 1);
  const path = end < 0 ? '' : rest.slice(end + 1);
  if (isGithub)
    return {
      host: /^ssh:/i.test(scheme) || user !== '' ? `${user}github.com:` : 'https://github.com/',
      rest: path,
      isFile: false,
    };
  return host === '' ? undefined : { host: scheme.toLowerCase() + user + host, rest: path, isFile: false };
}

/** A colon ends the host of `user@host:path` only before the first slash. */
function separator(rest: string, isScp: boolean): number {
  const slash = rest.indexOf('/');
  const colon = isScp ? rest.indexOf(':') : -1;
  return isScp && (slash < 0 || (colon > 0 && colon < slash)) ? colon : slash;
}

function partsOf({ rest, isFile }: Host): Parts | undefined {
  const azure = rest.indexOf('_git/');
  if (azure >= 0) {
    const [name = '', ...path] = rest.slice(azure + '_git/'.length).split('/');
    return { repository: `${rest.slice(0, azure)}_git/${name}`, path: path.join('/'), isMarked: true };
  }
  const doubled = rest.indexOf('//');
  if (doubled >= 0) return { repository: rest.slice(0, doubled), path: rest.slice(doubled + 2), isMarked: true };
  const suffix = rest.indexOf('.git');
  if (suffix >= 0) {
    const end = suffix + '.git'.length;
    return {
      repository: rest.slice(0, end),
      path: rest.slice(end),
      isMarked: rest[end] === undefined || rest[end] === '/',
    };
  }
  if (isFile) return { repository: rest, path: '', isMarked: true };
  const segments = rest.split('/');
  if (segments.length < MOST_SEGMENTS) return undefined;
  return {
    repository: segments.slice(0, MOST_SEGMENTS).join('/'),
    path: segments.slice(MOST_SEGMENTS).join('/'),
    isMarked: false,
  };
}

/** Undefined for a path that leaves its repository. */
function normalised(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
