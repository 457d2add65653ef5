import { explainRejection } from '../../../src/cluster/rehearse/explain-rejection.js';
import { statusError } from '../../../src/cluster/transport/http-client-errors.js';

const source = { cluster: 'prod', method: 'PATCH', path: '/apis/example.com/v1/namespaces/shop/widgets/w' };
const desired = { identity: { group: 'example.com', kind: 'Widget', namespace: 'shop', name: 'w' } };

test.each([
  ['of a group that is not served', '404 page not found'],
  [
    'of a kind that is not served any more',
    { kind: 'Status', message: 'the server could not find the requested resource' },
  ],
])('an object %s is told as such when it is applied, not as an address that is wrong', (_what, body) => {
  const error = explainRejection(statusError(source, 404, body), desired);

  expect(error).toMatchObject({
    code: 'CLUSTER_NOT_FOUND',
    message: "Widget.example.com shop/w cannot be applied: the cluster does not serve its kind 'Widget'",
    hint: expect.stringContaining('CustomResourceDefinition'),
  });
});

test.each([
  ['..', 500, 'failed to convert new object: invalid object type'],
  ['a/b', 404, 'the server could not find the requested resource'],
])('a name that makes another address is told as the name that it is: %s', (name, status, message) => {
  const error = explainRejection(statusError(source, status, { kind: 'Status', message }), {
    identity: { ...desired.identity, name },
  });

  expect(error).toMatchObject({
    code: 'CLUSTER_INVALID',
    message: expect.stringContaining(`shop/${name} has a name that Kubernetes does not take`),
  });
});

test('a webhook that does not answer is told with the object, and named where to look', () => {
  const message =
    'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: Post "https://10.0.0.1/": connection refused';

  expect(explainRejection(statusError(source, 500, { kind: 'Status', message }), desired)).toMatchObject({
    code: 'CLUSTER_SERVER_ERROR',
    message: `Widget.example.com shop/w cannot be checked by the cluster: ${message}`,
    hint: expect.stringContaining("'policy.example.com' does not answer"),
  });
});

test('a field that YAML 1.1 made out of another key is told with the keys that people write', () => {
  const message =
    'failed to create typed patch object (shop/w; example.com/v1, Kind=Widget): .spec.true: field not declared in schema';

  expect(explainRejection(statusError(source, 422, { kind: 'Status', message }), desired)).toMatchObject({
    code: 'CLUSTER_INVALID',
    hint: expect.stringMatching(/^Put the key in quotes: YAML 1.1 reads 'y', 'yes' or 'on'/),
  });
});
