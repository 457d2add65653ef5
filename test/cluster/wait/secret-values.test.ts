import { secretValues } from '../../../src/cluster/wait/secret-values.js';

test('values of Secrets as a program may print them: plain, encoded, and line by line', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { key: 'first\nsecond' },
    data: { token: 'c3dvcmRmaXNo' },
  };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { open: 'shown' } };

  expect(secretValues([secret, configMap])).toEqual(['first\nsecond', 'first', 'second', 'c3dvcmRmaXNo', 'swordfish']);
});
