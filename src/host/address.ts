import { trimEndOf } from './trim-end-of.js';

/**
 * Addresses of repositories, registries and servers: what may be shown of them, what they hold, and when two
 * are the same. This is the one place that takes an address apart; a test forbids expressions for it
 * elsewhere.
 */

/** An address in its parts. Joined again they are the text. */
interface Parts {
  /** kustomize's `git::`, or nothing. */
  readonly prefix: string;
  /** With `://`; empty in the short form of SSH (`git@host:path`) and where there is none. */
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** From the host on. */
  readonly rest: string;
}

/**
 * Query parameters that kustomize, git hosts and registries read and that hold no secret. All others are
 * hidden.
 */
const SHOWN_PARAMETERS: ReadonlySet<string> = new Set([
  'ref',
  'version',
  'submodules',
  'timeout',
  'depth',
  'api-version',
  'path',
  'branch',
  'tag',
]);
const HIDDEN = '(hidden)';

/**
 * The address as it may be shown: without a password and without a user, except that of SSH, which is part of
 * the address. Values of query parameters that could be tokens are hidden.
 *
 * A text that is not an address is returned as it is.
 */
export function withoutCredentials(text: string): string {
  const parts = partsOf(text);
  const user = isSsh(parts) && parts.user ? `${parts.user}@` : '';
  return `${parts.prefix}${parts.scheme}${user}${withoutTokens(parts.rest)}`;
}

/**
 * A text that a program wrote, with each address in it as it may be shown. kustomize writes `oci:/user@host`
 * with one slash.
 */
export function withoutCredentialsIn(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]{0,15}:\/{1,2}[^\s'"`<>]+/gi, (address) => {
      const whole = address.replace(/:\/(?!\/)/, '://');
      const shown = withoutCredentials(whole);
      return shown === whole ? address : shown;
    })
    .replace(/(?<![\w.~-])([\w.~-]+):[^\s:/@'"`]+@(?=(?!sha\d+:)[\w.-]+:)/g, '$1@');
}

/**
 * The address without user and password, and what they were, decoded. The query stays. The user of an SSH
 * address stays too; its password goes, because ssh takes none from an address.
 */
export function credentialsOf(text: string): {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
} {
  const { prefix, scheme, user, password, rest } = partsOf(text);
  if (user === undefined) return { url: text };
  if (isSsh({ scheme })) return { url: `${prefix}${scheme}${user}@${rest}` };
  return {
    url: `${prefix}${scheme}${rest}`,
    ...(user === '' ? {} : { username: decode(user) }),
    ...(password === undefined ? {} : { password: decode(password) }),
  };
}

/**
 * Whether the address holds a password, or a query parameter that may be a token. A user alone may be a name:
 * Azure DevOps writes one into its addresses.
 */
export function hasPassword(text: string): boolean {
  const { password, rest } = partsOf(text);
  return password !== undefined || withoutTokens(rest) !== rest;
}

/** Other host names under which a service is reached, such as SSH by way of the HTTPS port. */
const ALIASES: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
};

/**
 * A repository's address as one name, however it is reached: `https://user@host/team/repo.git` and
 * `git@host:team/repo` are both `host/team/repo`.
 */
export function repositoryIdentity(text: string): string {
  const [, region, named] = /^codecommit::([\w-]+):\/\/(?:[^@/]+@)?(.+)$/.exec(text) ?? [];
  if (region !== undefined) return `git-codecommit.${region}.amazonaws.com/v1/repos/${named}`;
  const { scheme, rest } = partsOf(text);
  const isScp = scheme === '' && /^[^:/]+:(?!\/\/)./.test(rest);
  const [name = '', ...path] = trimmed(isScp ? rest.replace(':', '/') : rest).split('/');
  const plain = name.replace(/:\d+$/, '').toLowerCase();
  const host = ALIASES[plain] ?? plain;
  return [host, ...(host === 'dev.azure.com' ? azurePath(path) : path)].join('/');
}

/** `v3/organization/project/repository` of SSH, `organization/project/_git/repository` of HTTPS. */
function azurePath(path: readonly string[]): readonly string[] {
  return path.filter((part, index) => !(index === 0 && part === 'v3') && !(index === 2 && part === '_git'));
}

/**
 * One form for each address of a repository Secret, as Argo CD compares them: case, user, `oci://`, `.git`
 * and the slash at the end do not matter.
 */
export function repositoryKey(text: string): string {
  const { scheme, user, rest } = partsOf(text.trim().toLowerCase());
  if (scheme === '' && user !== undefined) return `ssh://${trimmed(rest.replace(':', '/'))}`;
  return `${scheme === 'oci://' ? '' : scheme}${trimmed(rest)}`;
}

/**
 * The address as Argo CD compares it with an AppProject's sourceRepos: lower case, without `.git`, SSH in one
 * spelling. The user counts. Source: `NormalizeGitURL` and `IsSSHURL` in Argo CD's util/git.
 */
export function projectRuleUrl(text: string): string {
  const lower = text.trim().toLowerCase();
  const isShortForm = !lower.startsWith('ssh://') && /^[^/:]*@[^@]+$/.test(lower);
  const spelled = isShortForm ? lower.replace(':', '/') : lower;
  return spelled.replace(/\.git$/, '').replace(/^ssh:\/\//, '');
}

/**
 * The URL by which Argo CD clones what a remote of this clone names, without user names and passwords of
 * HTTPS; undefined where Argo CD has none: a folder of this machine, an alias of the user's SSH
 * configuration.
 */
export function argoUrl(remote: string): string | undefined {
  const commit = /^codecommit::([a-z]{2}[\w-]*):\/\/(?:[^@/]+@)?([\w.-]+)$/.exec(remote);
  if (commit)
    return `https://git-codecommit.${commit[1]}.amazonaws.com${commit[1]!.startsWith('cn-') ? '.cn' : ''}/v1/repos/${commit[2]}`;
  const { url } = credentialsOf(remote);
  if (/^https?:\/\/[^\s/?#]+\/[^\s?#]/i.test(url)) return url.replace(/[?#].*/s, '');
  if (/^(git\+)?ssh(\+git)?:\/\/[^\s/]+\/\S+$/i.test(url)) return url.replace(/^[a-z+]+:/i, 'ssh:');
  const scp = /^(?:([^\s@/:]+)@)?([^\s@/:]+):(?!\/\/)(\S+)$/.exec(url);
  if (!scp) return undefined;
  const [, user, host = '', path] = scp;
  if (user !== undefined) return url;
  // a name without a dot is an alias, or a drive of Windows
  return host.includes('.') ? `git@${host}:${path}` : undefined;
}

/**
 * Whether Argo CD can clone it: `https://host/path.git`, `ssh://git@host/path.git`, `git@host:path.git`, or a
 * folder of the machine.
 */
export function isGitAddress(text: string): boolean {
  return /^(?:https?|ssh|git|file):\/\/\S+$/.test(text) || /^[^\s@/]+@[^\s:/]+:\S+$/.test(text) || text.startsWith('/');
}

function partsOf(text: string): Parts {
  const [, prefix = '', scheme = '', after = ''] = /^(git::)?([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text) ?? [];
  const at = scheme === '' ? shortForm(after) : endOfUser(after);
  if (at < 0) return { prefix, scheme, user: undefined, password: undefined, rest: after };
  const [user = '', ...password] = after.slice(0, at).split(':');
  return {
    prefix,
    scheme,
    user,
    password: password.length === 0 ? undefined : password.join(':'),
    rest: after.slice(at + 1),
  };
}

/**
 * The place of the `@` after user and password: the last one of the authority. A password may hold `/`, `?`
 * and `#` that nobody encoded: then what follows the colon is not a port.
 */
function endOfUser(text: string): number {
  const authority = /^[^/?#]*/.exec(text)?.[0] ?? '';
  const at = authority.lastIndexOf('@');
  if (at >= 0) return at;
  const isPort = /^(?:[^:[\]]*|\[[^\]]*\])(?::\d*)?$/.test(authority);
  return isPort ? -1 : text.lastIndexOf('@');
}

/**
 * The `@` of `user@host:path`, the short form of SSH; a path, a name and an image with its digest have none.
 */
function shortForm(text: string): number {
  const [found] = /^[^\s/@]+@(?=(?!sha\d+:)[^\s/@:]+:)/.exec(text) ?? [];
  return found === undefined ? -1 : found.length - 1;
}

/** Without a scheme only the short form of SSH has a user. */
function isSsh({ scheme }: Pick<Parts, 'scheme'>): boolean {
  return scheme === '' || /^(?:git\+)?ssh:/i.test(scheme);
}

/** In the query, and in a fragment that is written like one. */
function withoutTokens(rest: string): string {
  const start = rest.search(/[?#]/);
  if (start < 0) return rest;
  return rest.slice(0, start) + rest.slice(start).replace(/([?&#])([^=&#?]*)=([^&#]*)/g, hideValue);
}

function hideValue(all: string, separator: string, name: string, value: string): string {
  return value === '' || SHOWN_PARAMETERS.has(decode(name).toLowerCase()) ? all : `${separator}${name}=${HIDDEN}`;
}

function trimmed(text: string): string {
  return trimEndOf(text, '/').replace(/\.git$/, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
