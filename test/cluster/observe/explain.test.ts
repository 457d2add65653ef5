import { explain } from '../../../src/cluster/observe/rehearse.js';
import { statusError } from '../../../src/cluster/transport/http-client-errors.js';

const source = { cluster: 'prod', method: 'PATCH', path: '/apis/example.com/v1/namespaces/shop/widgets/w' };
const desired = { identity: { group: 'example.com', kind: 'Widget', namespace: 'shop', name: 'w' } };

test.each([
  ['of a group that is not served', '404 page not found'],
  ['of a kind that is not served any more', { kind: 'Status', message: 'the server could not find the requested resource' }],
])('an object %s is told as such when it is applied, not as an address that is wrong', (_what, body) => {
  const error = explain(statusError(source, 404, body), desired);

  expect(error).toMatchObject({
    code: 'CLUSTER_NOT_FOUND',
    message: "Widget.example.com shop/w cannot be applied: the cluster does not serve its kind 'Widget'",
    hint: expect.stringContaining('CustomResourceDefinition'),
  });
});
