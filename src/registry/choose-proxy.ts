import type { RegistryAccess } from './registry-access.js';

/** The proxy for a URL: the one that was given, otherwise that of the environment; lower case names win, as for curl and Go. */
export function chooseProxy(url: URL, { proxy, noProxy, environment = {} }: RegistryAccess): URL | undefined {
  const read = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  const chosen = proxy || read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY');
  const exceptions = (noProxy ?? (proxy ? '' : read('NO_PROXY'))).split(',').map((entry) => entry.trim());
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (!chosen || (isLoopback && !proxy) || exceptions.some((entry) => covers(entry, url))) return undefined;
  return new URL(chosen.includes('://') ? chosen : `http://${chosen}`);
}

/** `*`, `host`, `host:port`, `.domain` and `domain` with its subdomains. */
function covers(entry: string, { hostname, port }: URL): boolean {
  if (entry === '' || entry === '*') return entry === '*';
  const [, name = '', wanted] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return (wanted === undefined || wanted === port) && (hostname === name || hostname.endsWith(`.${name}`));
}
