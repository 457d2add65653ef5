import type { Change } from '../../../src/cluster/plan/change.js';
import { fewerReplicas } from '../../../src/cluster/plan/fewer-replicas.js';
import { createOf, desiredOf, liveOf } from '../../helpers/decisions.js';

// "Why did my Deployment fall to one replica?" An autoscaler comes in the commit in which `replicas` leaves Git.

type Update = Extract<Change, { readonly action: 'update' }>;

function update(git: unknown, live: unknown, merged: unknown): Update {
  const sketch = (replicas: unknown) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    spec: { ...(replicas === undefined ? {} : { replicas }) },
  });
  const desired = desiredOf(sketch(git));
  const apply = { desired, manifest: desired.manifest, force: false, taken: [], yielded: [] };
  const states = { live: liveOf(sketch(live)), merged: liveOf(sketch(merged)) };
  return { action: 'update', reason: 'manifest changed', ...states, ...apply };
}

const five = liveOf({ kind: 'Deployment', spec: { replicas: 5 } });

test.each<[string, Change, boolean]>([
  ['Git sets them no more, and the default takes their place', update(undefined, 5, 1), true],
  ['Git sets fewer', update(2, 5, 2), false],
  ['somebody else has them: they stay', update(undefined, 5, 5), false],
  ['Git sets them no more, and there was one', update(undefined, 1, 1), false],
  ['more than before', update(undefined, 0, 1), false],
  ['a kind without replicas', update(undefined, undefined, undefined), false],
  ['they are gone, and nothing takes their place', update(undefined, 5, undefined), false],
  ['they come from elsewhere', update(undefined, undefined, 1), false],
  ['a kind of its own, with a text', update(undefined, '5', '1'), false],
  ['what it becomes is not known', { ...update(undefined, 5, 1), merged: undefined }, false],
  ['what it was is not known', { ...update(undefined, 5, 1), live: undefined }, false],
  ['it is made again', { ...update(undefined, 5, 1), action: 'recreate', reason: 'x', live: five }, false],
  ['a new object', createOf({ kind: 'Deployment' }), false],
])('%s', (_, change, isTold) => {
  const note = fewerReplicas(change);
  expect(note !== undefined).toBe(isTold);
  if (isTold) expect(note).toContain('replicas fall from 5 to 1, because Git does not set them any more');
});
