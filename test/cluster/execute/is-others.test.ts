import { isOthers } from '../../../src/cluster/execute/is-others.js';
import { GitopsError } from '../../../src/errors.js';

// "Was it not applied because it is somebody else's?" Then the inventory must not list it.

test.each<[string, unknown, boolean]>([
  ['another Argo Application of ours wants it', new GitopsError('CLUSTER_SHARED_OBJECT', 'x'), true],
  ['it exists already and is not ours', new GitopsError('CLUSTER_NOT_OURS', 'x'), true],
  ['a running Argo CD delivers it', new GitopsError('CLUSTER_ARGOCD_OWNS', 'x'), true],
  ['a field of it belongs to another manager', new GitopsError('CLUSTER_FIELD_CONFLICT', 'x'), false],
  ['the API server refused it', new GitopsError('CLUSTER_INVALID', 'x'), false],
  ['an error of another library with such a code', Object.assign(new Error('x'), { code: 'CLUSTER_NOT_OURS' }), false],
  ['no error at all', undefined, false],
])('%s', (_, error, expected) => {
  expect(isOthers(error)).toBe(expected);
});
