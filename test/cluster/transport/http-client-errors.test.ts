import { networkError, statusError } from '../../../src/cluster/transport/http-client-errors.js';

const source = { cluster: 'prod', method: 'GET', path: '/api/v1/pods' };
const status = (message: string, over: object = {}) => ({ kind: 'Status', message, ...over });

test.each([
  [400, 'CLUSTER_INVALID'],
  [401, 'CLUSTER_UNAUTHORIZED'],
  [403, 'CLUSTER_FORBIDDEN'],
  [404, 'CLUSTER_NOT_FOUND'],
  [409, 'CLUSTER_CONFLICT'],
  [410, 'CLUSTER_GONE'],
  [413, 'CLUSTER_INVALID'],
  [422, 'CLUSTER_INVALID'],
  [429, 'CLUSTER_THROTTLED'],
  [500, 'CLUSTER_SERVER_ERROR'],
  [503, 'CLUSTER_SERVER_ERROR'],
  [302, 'CLUSTER_INVALID'],
])('status %d is %s', (number, code) => {
  expect(statusError(source, number, status('no')).code).toBe(code);
});

test('the message of the API server is told in one line without a full stop', () => {
  expect(statusError(source, 422, status('a\n  b.\n')).message).toBe("cluster 'prod' refused GET '/api/v1/pods': a; b");
});

test('an answer that is no Status is not quoted: a proxy may show anything', () => {
  const error = statusError(source, 403, '<html>token=hunter2</html>');

  expect(error.message).toBe("cluster 'prod' refused GET '/api/v1/pods': the server answered 403 without saying why");
  expect(JSON.stringify(error)).not.toContain('hunter2');
});

test.each([
  { code: 'ENOTFOUND', hint: /does not resolve/ },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', hint: /certificate is another server's/ },
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', hint: /not signed by the expected authority/ },
  { code: 'EPIPE', hint: /network, proxy and address/ },
])('a connection that fails with $code says what to check', ({ code, hint }) => {
  const error = networkError(
    { cluster: 'prod', server: 'https://a', via: "context 'x'" },
    Object.assign(new Error('broken'), { code }),
  );

  expect(error).toMatchObject({ code: 'CLUSTER_UNREACHABLE', hint: expect.stringMatching(hint), data: { code } });
});

test('a user and password in the address of the API server are not told', () => {
  const { message } = networkError(
    { cluster: 'prod', server: 'https://bob:hunter2@a:6443/k8s@1', via: "context 'x'" },
    new Error('broken'),
  );

  expect(message).toBe("cluster 'prod' cannot be reached at 'https://a:6443/k8s@1': broken");
});

test.each([
  {
    told: 'failed to create typed patch object (default/r7446; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
    message: '.spec.replica: field not declared in schema',
  },
  {
    told: 'failed to create typed patch object (a/b; apps/v1, Kind=Deployment): errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.replica: field not declared in schema',
    message: '.spec.replicas: expected numeric (int or float), got string; .spec.replica: field not declared in schema',
  },
  {
    told: 'failed to create typed patch object (a/b; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
    message: ".data.a: expected string, got '1'",
  },
])('what the API server says in Go terms is told in terms of the manifest: $message', ({ told, message }) => {
  expect(statusError(source, 500, status(told))).toMatchObject({ code: 'CLUSTER_INVALID', data: { message } });
});

test('a Secret that cannot be decoded is an invalid manifest, and none of its values is told', () => {
  const secret = { ...source, path: '/api/v1/namespaces/a/secrets/b' };
  const undecodable = statusError(
    secret,
    500,
    status(
      'failed to convert new object (a/b; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: illegal base64 data at input byte 3',
    ),
  );
  const number = statusError(
    secret,
    500,
    status(
      'failed to create typed patch object (a/b; /v1, Kind=Secret): .data.pw: expected string, got &value.valueUnstructured{Value:987654321}',
    ),
  );

  expect(undecodable.code).toBe('CLUSTER_INVALID');
  expect(number).toMatchObject({
    code: 'CLUSTER_INVALID',
    data: { message: '.data.pw: expected string, got (value not shown)' },
  });
});
