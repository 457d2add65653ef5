import { expectedOf } from '../../../src/cluster/execute/expected-of.js';
import type { Expected } from '../../../src/cluster/objects/apply-object.js';
import type { ApplyChange, UpdateReason } from '../../../src/cluster/plan/change.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { desiredOf, liveOf } from '../../helpers/decisions.js';

// "May this apply meet an object that somebody else made or took meanwhile?" docs/sync.md, "Two that want one
// object": what is not in our inventory yet is applied to the version that was looked at, or to nothing.

const desired = desiredOf({});
const live = liveOf({}, { resourceVersion: '7' });
const apply = { desired, manifest: desired.manifest, force: false, taken: [], yielded: [] };
const update = (reason: UpdateReason, more: { readonly live?: KubeObject } = { live }): ApplyChange => ({
  action: 'update',
  reason,
  ...more,
  ...apply,
});

test.each<[string, ApplyChange, string | undefined, Expected | undefined]>([
  ['a new object has to be absent', { action: 'create', reason: 'new', ...apply }, undefined, 'absent'],
  ['one that was missing has to be absent', { action: 'create', reason: 'missing', ...apply }, undefined, 'absent'],
  ['one that is made again has to be gone', { action: 'recreate', reason: 'x', live, ...apply }, '8', 'absent'],
  ['one to be adopted has to be as it was', update('adopted'), undefined, { resourceVersion: '7' }],
  ['one that is handed over has to be as it was', update('handed over'), undefined, { resourceVersion: '7' }],
  ['an adoption that goes on: as it was', update('interrupted before'), undefined, { resourceVersion: '7' }],
  ['as we wrote its owners', update('adopted'), '8', { resourceVersion: '8' }],
  ['nothing was read of it', update('adopted', {}), undefined, undefined],
  ['its version is not known', update('adopted', { live: liveOf({}) }), undefined, undefined],
  ['ours, whose manifest changed', update('manifest changed'), undefined, undefined],
  ['ours, of which other tools let go', update('taken over'), undefined, undefined],
  ['ours, which drifted', update('drifted'), '8', undefined],
])('%s', (_, change, written, expected) => {
  expect(expectedOf(change, written)).toEqual(expected);
});
