import { asksForClusters } from '../../../src/render/resources/asks-for-clusters.js';

const CLUSTERS = { clusters: {} };
const LIST = { list: { elements: [] } };
const MATRIX = { matrix: { generators: [LIST, { merge: { generators: [LIST, CLUSTERS] } }] } };

test.each<[what: string, spec: unknown, asks: boolean]>([
  ['a cluster generator', { generators: [CLUSTERS] }, true],
  ['a cluster generator in a merge in a matrix', { generators: [LIST, MATRIX] }, true],
  ['others', { generators: [LIST, { git: { directories: [] } }] }, false],
  ['no generators', {}, false],
  ['no spec', undefined, false],
])('%s', (_, spec, asks) => {
  const set = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata: { name: 'a' }, spec };
  expect(asksForClusters(set)).toBe(asks);
});
