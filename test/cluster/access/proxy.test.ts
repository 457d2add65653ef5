import { proxyFor } from '../../../src/cluster/access/proxy.js';

const HTTPS_PROXY = 'http://proxy.example.com:3128';

test.each([
  { case: 'none is set', server: 'https://a.example.com', environment: {}, expected: undefined },
  { case: 'HTTPS_PROXY', server: 'https://a.example.com', environment: { HTTPS_PROXY }, expected: HTTPS_PROXY },
  {
    case: 'the lower-case name wins',
    server: 'https://a.example.com',
    environment: { HTTPS_PROXY, https_proxy: 'http://other:1' },
    expected: 'http://other:1',
  },
  { case: 'without a scheme', server: 'https://a.example.com', environment: { HTTPS_PROXY: 'proxy:3128' }, expected: 'http://proxy:3128' },
  { case: 'ALL_PROXY', server: 'https://a.example.com', environment: { ALL_PROXY: 'socks5://s:1080' }, expected: 'socks5://s:1080' },
  { case: 'loopback is never proxied', server: 'https://127.0.0.1:6443', environment: { HTTPS_PROXY }, expected: undefined },
  { case: 'NO_PROXY host', server: 'https://a.example.com', environment: { HTTPS_PROXY, NO_PROXY: 'x, a.example.com' }, expected: undefined },
  { case: 'NO_PROXY domain', server: 'https://a.example.com', environment: { HTTPS_PROXY, NO_PROXY: '.example.com' }, expected: undefined },
  { case: 'NO_PROXY part of a name', server: 'https://aexample.com', environment: { HTTPS_PROXY, NO_PROXY: 'example.com' }, expected: HTTPS_PROXY },
  { case: 'NO_PROXY port', server: 'https://a.example.com:6443', environment: { HTTPS_PROXY, NO_PROXY: 'a.example.com:443' }, expected: HTTPS_PROXY },
  { case: 'NO_PROXY range', server: 'https://10.2.3.4', environment: { HTTPS_PROXY, NO_PROXY: '10.0.0.0/8' }, expected: undefined },
  { case: 'another range', server: 'https://11.2.3.4', environment: { HTTPS_PROXY, NO_PROXY: '10.0.0.0/8' }, expected: HTTPS_PROXY },
  { case: 'NO_PROXY *', server: 'https://a.example.com', environment: { HTTPS_PROXY, NO_PROXY: '*' }, expected: undefined },
])('the proxy of the environment: $case', ({ server, environment, expected }) => {
  expect(proxyFor(server, environment)).toBe(expected);
});
