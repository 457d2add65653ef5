import { guessResource } from '../../../src/cluster/objects/guess-resource.js';

test.each([
  ['Widget', 'widgets'],
  ['Ingress', 'ingresses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
  ['Box', 'boxes'],
  ['Patch', 'patches'],
])('%s is listed as %s', (kind, resource) => {
  expect(guessResource({ apiVersion: 'example.com/v1', kind })).toEqual({
    group: 'example.com',
    version: 'v1',
    kind,
    resource,
    namespaced: true,
    verbs: [],
  });
});
