import { readFileSync } from 'node:fs';
import { type ProxySettings, proxyFor } from '../../src/host/proxy.js';

/** Answers of Go's own code: `cd tools/proxy-rules && go run . ../../test/host/proxy-cases.json`. */
const CASES = JSON.parse(readFileSync('test/host/proxy-cases.json', 'utf8')) as readonly {
  readonly noProxy: string;
  readonly direct: readonly string[];
  readonly proxied: readonly string[];
}[];
const HTTPS_PROXY = 'http://proxy.example.com:3128';
const chosen = (url: string, settings: ProxySettings) => proxyFor(new URL(url), settings)?.href;

test.each(CASES)("NO_PROXY='$noProxy' is read as Go reads it", ({ noProxy, direct, proxied }) => {
  const isDirect = (url: string) =>
    chosen(url, { environment: { HTTPS_PROXY, HTTP_PROXY: HTTPS_PROXY, NO_PROXY: noProxy } }) === undefined;
  const all = [...direct, ...proxied];

  expect({ direct: all.filter(isDirect).sort(), proxied: all.filter((url) => !isDirect(url)).sort() }).toEqual({
    direct: [...direct].sort(),
    proxied: [...proxied].sort(),
  });
});

test.each<[what: string, url: string, settings: ProxySettings, expected: string | undefined]>([
  ['none is set', 'https://a.example.com', {}, undefined],
  ['HTTPS_PROXY', 'https://a.example.com', { environment: { HTTPS_PROXY } }, `${HTTPS_PROXY}/`],
  ['HTTPS_PROXY is for https alone', 'http://a.example.com', { environment: { HTTPS_PROXY } }, undefined],
  ['HTTP_PROXY', 'http://a.example.com', { environment: { HTTP_PROXY: 'http://plain:1' } }, 'http://plain:1/'],
  [
    'the lower-case name wins',
    'https://a.example.com',
    { environment: { HTTPS_PROXY, https_proxy: 'http://other:1' } },
    'http://other:1/',
  ],
  ['without a scheme', 'https://a.example.com', { environment: { HTTPS_PROXY: 'proxy:3128' } }, 'http://proxy:3128/'],
  ['ALL_PROXY', 'https://a.example.com', { environment: { ALL_PROXY: 'socks5://s:1080' } }, 'socks5://s:1080'],
  ['this machine is reached directly', 'https://127.0.0.1:6443', { environment: { HTTPS_PROXY } }, undefined],
  [
    'one that was named counts first',
    'https://a.example.com',
    { proxy: 'http://own:1', environment: { HTTPS_PROXY } },
    'http://own:1/',
  ],
  ['one that was named is for this machine too', 'https://127.0.0.1', { proxy: 'http://own:1' }, 'http://own:1/'],
  [
    'NO_PROXY is no exception to one that was named',
    'https://a',
    { proxy: 'http://own:1', environment: { NO_PROXY: '*' } },
    'http://own:1/',
  ],
  ['its own exceptions are', 'https://10.1.1.1', { proxy: 'http://own:1', noProxy: '10.0.0.0/8' }, undefined],
  [
    'its own exceptions count for one of the environment',
    'https://10.1.1.1',
    { noProxy: '10.0.0.0/8', environment: { HTTPS_PROXY } },
    undefined,
  ],
])('%s', (_, url, settings, expected) => {
  expect(chosen(url, settings)).toBe(expected);
});

test.each<[settings: ProxySettings, hint: RegExp]>([
  [{ proxy: 'http://user:hunter2@' }, /^Write it as http:\/\/host:port\.$/],
  [{ environment: { HTTPS_PROXY: 'http://user:hunter2@' } }, /in HTTPS_PROXY\.$/],
  [{ environment: { ALL_PROXY: 'http://user:hunter2@' } }, /in ALL_PROXY\.$/],
])('a proxy that is not a URL is named by its place, because it may hold a password: %j', (settings, hint) => {
  const found = (() => {
    try {
      return chosen('https://a.example.com', settings);
    } catch (error) {
      return error;
    }
  })();

  expect(found).toMatchObject({
    code: 'HOST_INVALID_PROXY',
    message: "the proxy for 'a.example.com' is not a URL",
    hint: expect.stringMatching(hint),
  });
  expect(String(found)).not.toContain('hunter2');
});
