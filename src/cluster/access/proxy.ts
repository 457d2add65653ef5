/** The proxy that the environment names for a URL: `HTTPS_PROXY` or `ALL_PROXY` unless `NO_PROXY` covers the host; lower case names win, as for curl and Go. */
export function proxyFor(server: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const url = new URL(server);
  const read = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  const proxy = url.protocol === 'https:' ? read('HTTPS_PROXY') || read('ALL_PROXY') : '';
  if (
    !proxy ||
    isLoopback(url.hostname) ||
    read('NO_PROXY')
      .split(',')
      .some((entry) => covers(entry.trim(), url))
  )
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** `*`, `host`, `host:port`, `.domain`, `domain` (with its subdomains), `10.0.0.0/8`. */
function covers(entry: string, url: URL): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (entry.includes('/')) return inRange(host, entry);
  const [name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry)?.slice(1) ?? [];
  if (port !== undefined && port !== (url.port || '443')) return false;
  const domain = name.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function inRange(host: string, range: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const [address, start] = [toNumber(host), toNumber(network)];
  if (address === undefined || start === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(start / size);
}

function toNumber(address: string): number | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
