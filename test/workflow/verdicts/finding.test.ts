import { GitopsError } from '../../../src/errors.js';
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
