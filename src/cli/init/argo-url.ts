import { bareUrl } from '../../workflow/revision/bare-url.js';

/**
 * The URL by which Argo CD clones what a remote of this clone names, without user names and passwords of HTTPS; undefined where Argo CD has none: a folder of this machine, an alias of the user's SSH
 * configuration.
 */
export function argoUrl(remote: string): string | undefined {
  const commit = /^codecommit::([a-z]{2}[\w-]*):\/\/(?:[^@/]+@)?([\w.-]+)$/.exec(remote);
  if (commit) return `https://git-codecommit.${commit[1]}.amazonaws.com${commit[1]!.startsWith('cn-') ? '.cn' : ''}/v1/repos/${commit[2]}`;
  const { url } = bareUrl(remote);
  if (/^https?:\/\/[^\s/?#]+\/[^\s?#]/i.test(url)) return url.replace(/[?#].*$/, '');
  if (/^(git\+)?ssh(\+git)?:\/\/[^\s/]+\/\S+$/i.test(url)) return url.replace(/^[a-z+]+:/i, 'ssh:');
  const scp = /^(?:([^\s@/:]+)@)?([^\s@/:]+):(?!\/\/)(\S+)$/.exec(url);
  if (!scp) return undefined;
  const [, user, host = '', path] = scp;
  if (user !== undefined) return url;
  return host.includes('.') ? `git@${host}:${path}` : undefined; // a name without a dot is an alias, or a drive of Windows
}
