import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { GitopsError } from '../errors.js';

/** What decides how a server is reached. */
export interface ProxySettings {
  /**
   * The proxy that somebody named for this server: it counts before the environment, and for this machine
   * too.
   */
  readonly proxy?: string | undefined;
  /** Exceptions to `proxy`, in the form of `NO_PROXY`. */
  readonly noProxy?: string | undefined;
  /**
   * For `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. Of two spellings the lower case one counts,
   * as for curl and git.
   */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * The proxy for a URL, or undefined where it is reached directly. Without a proxy of its own, this machine
 * is: `localhost`, `127.0.0.0/8`, `::1`.
 *
 * `NO_PROXY` is read as kubectl, Helm and Argo CD read it: names with their subdomains, `.domain` and
 * `*.domain` for subdomains alone, addresses, ranges (`10.0.0.0/8`, `fd00::/8`), each but a range with a port
 * if need be, and `*`. A test holds it against Go's own answers.
 *
 * @throws GitopsError HOST_INVALID_PROXY when the proxy is not a URL; it may hold a password, so that it is
 * not shown
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function proxyFor(url: URL, { proxy, noProxy, environment = {} }: ProxySettings): URL | undefined {
  const read = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const chosen = proxy || read(variable) || read('ALL_PROXY');
  const exceptions = noProxy ?? (proxy ? '' : read('NO_PROXY'));
  if (!chosen || (!proxy && isThisMachine(url)) || isException(url, exceptions)) return undefined;
  const address = chosen.includes('://') ? chosen : `http://${chosen}`;
  if (URL.canParse(address)) return new URL(address);
  throw new GitopsError('HOST_INVALID_PROXY', `the proxy for '${url.host}' is not a URL`, {
    hint: `Write it as http://host:port${proxy ? '' : `, in ${read(variable) ? variable : 'ALL_PROXY'}`}.`,
  });
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isThisMachine(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || (isIP(host) > 0 && LOOPBACK.check(host, familyOf(host)));
}

function isException(url: URL, exceptions: string): boolean {
  const host = hostOf(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const entries = exceptions.split(',').map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== '' && (entry === '*' || covers(entry, host, port)));
}

function covers(entry: string, host: string, port: string): boolean {
  const [network = '', bits] = entry.split('/');
  if (isIP(network) > 0 && isPrefix(bits, network)) return isIP(host) > 0 && contains(network, Number(bits), host);
  const [name, wanted] = splitPort(entry);
  if (name === '' || (wanted !== '' && wanted !== port)) return false;
  if (isIP(name) > 0) return isIP(host) > 0 && contains(name, isIP(name) === 4 ? 32 : 128, host);
  if (isIP(host) > 0) return false;
  const domain = asciiOf(name.replace(/^\*(?=\.)/, ''));
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** As Go splits it: `host:port` and `[address]:port`; what has no port is a name or an address as a whole. */
function splitPort(entry: string): readonly [name: string, port: string] {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(entry) ?? [];
  return port === undefined ? [entry, ''] : [bracketed ?? plain ?? '', port];
}

function isPrefix(bits: string | undefined, network: string): boolean {
  return bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(network) === 4 ? 32 : 128);
}

/** As in Go, a range of IPv6 holds no address of IPv4, in neither of its forms. */
function contains(network: string, bits: number, host: string): boolean {
  if (isIPv4(host) && !isIPv4(network)) return false;
  const range = new BlockList();
  range.addSubnet(network, bits, familyOf(network));
  return range.check(host, familyOf(host));
}

const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Also in its form for IPv6: `::ffff:10.0.0.1`. */
function isIPv4(address: string): boolean {
  return isIP(address) === 4 || MAPPED.check(address, 'ipv6');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

/** A name that has no form in ASCII stays as it is: it covers nothing. */
function asciiOf(name: string): string {
  const dot = name.startsWith('.') ? '.' : '';
  return `${dot}${domainToASCII(name.slice(dot.length)) || name.slice(dot.length)}`;
}
