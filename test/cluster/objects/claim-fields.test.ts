import { claimFields } from '../../../src/cluster/objects/claim-fields.js';
import type { FieldSet } from '../../../src/cluster/objects/managed-fields-set.js';

const ours = (fieldsV1: FieldSet) => ({ manager: 'cdk8s-gitops', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1 });
const theirs = (fieldsV1: FieldSet, manager = 'kubectl-edit') => ({ manager, operation: 'Update', fieldsV1 });
const PORT = 'k:{"containerPort":9090,"protocol":"TCP"}';

test('what is claimed is ours alone, with everything below it; what is beside it stays', () => {
  const entries = [
    ours({ 'f:spec': { 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': {} } } }),
    theirs({ 'f:spec': { 'f:ports': { '.': {}, [PORT]: { '.': {}, 'f:name': {} } }, 'f:paused': {} } }),
    theirs({ 'f:spec': { 'f:ports': { [PORT]: { 'f:name': {} } } } }, 'k9s'),
  ];

  expect(claimFields(entries, { 'f:spec': { 'f:ports': { [PORT]: {} } } }, 'apps/v1')).toEqual([
    ours({ 'f:spec': { 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': {}, [PORT]: {} } } }),
    theirs({ 'f:spec': { 'f:ports': { '.': {} }, 'f:paused': {} } }),
  ]);
});

test('a default that nobody owns becomes ours, also where we own nothing yet', () => {
  const claimed = { 'f:spec': { 'f:strategy': { 'f:rollingUpdate': {} } } };

  expect(claimFields([theirs({ 'f:status': {} })], claimed, 'apps/v1')).toEqual([
    { ...ours(claimed), fieldsType: 'FieldsV1' },
    theirs({ 'f:status': {} }),
  ]);
});
