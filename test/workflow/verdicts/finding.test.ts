import { GitopsError, type KnownErrorCode } from '../../../src/errors.js';
import { findingOf } from '../../../src/workflow/verdicts/finding.js';

const offline = (message: string) =>
  findingOf(new GitopsError('WORKFLOW_OFFLINE', message, { source: { file: 'argo/shop.yaml' }, hint: 'of the cache' }));

test.each([
  [
    'a chart',
    "Argo Application 'shop': the chart 'web' 1.0.0 of https://charts.example.com is not in the cache, and nothing is fetched with --offline",
    "the chart 'web' 1.0.0 of https://charts.example.com",
  ],
  [
    'a dependency of a chart',
    "Argo Application 'shop': the chart in 'charts/shop' depends on 'web', which is not in its charts/: the chart 'web' 1.0.0 of https://charts.example.com is not in the cache, and nothing is fetched with --offline",
    "the chart in 'charts/shop' depends on 'web', which is not in its charts/: the chart 'web' 1.0.0 of https://charts.example.com",
  ],
])('%s that is not fetched differs from others in its detail only', (_, message, detail) => {
  const { detail: told, ...cause } = offline(message);
  const { detail: __, ...other } = offline(
    "Argo Application 'shop': the branches and tags of https://git.example.com/other.git is not in the cache, and nothing is fetched with --offline",
  );

  expect(told).toBe(detail);
  expect(cause).toEqual(other);
  expect(cause).toMatchObject({ rule: 'unsupported-source', object: 'Application shop', file: 'argo/shop.yaml' });
});

const failed = (code: KnownErrorCode, message: string) =>
  findingOf(new GitopsError(code, message, { source: { file: 'argo/shop.yaml' }, hint: 'of the server' }));

test.each<[KnownErrorCode, string]>([
  [
    'REGISTRY_FAILED',
    "'https://git.example.com/charts/index.yaml' cannot be read: getaddrinfo ENOTFOUND git.example.com",
  ],
  ['REGISTRY_FAILED', "'https://git.example.com/v2/web/tags/list' cannot be read: it did not answer within 30 s"],
  [
    'GIT_REMOTE_FAILED',
    "the Git repository 'https://git.example.com/a.git' cannot be read: unable to access 'https://git.example.com/a.git/': Could not resolve host: git.example.com",
  ],
  [
    'GIT_REMOTE_FAILED',
    "the Git repository 'git@git.example.com:a.git' cannot be read: ssh: connect to host git.example.com port 22: Connection refused",
  ],
])('%s of a host that cannot be reached is one finding of the host: %s', (code, message) => {
  expect(failed(code, `Argo Application 'shop': ${message}`)).toEqual({
    rule: 'unsupported-source',
    level: 'warning',
    message: "what is at 'git.example.com' is not checked: it cannot be reached",
    file: 'argo/shop.yaml',
    object: 'Application shop',
    detail: message,
    hint: 'Check the URL and the way to the server.',
  });
});

test.each<[KnownErrorCode, string]>([
  ['REGISTRY_FAILED', "'https://git.example.com/index.yaml' cannot be read: the server answered 401"],
  ['GIT_REMOTE_FAILED', "the Git repository 'https://git.example.com/a.git' cannot be read: Authentication failed"],
  ['RENDER_UNSUPPORTED', "'https://git.example.com/a' cannot be read: ECONNREFUSED"],
])('%s of a server that answers keeps its own words: %s', (code, message) => {
  expect(failed(code, message)).toMatchObject({ message, hint: 'of the server' });
});
