import { heldByLeaving } from '../../../src/cluster/plan/held-by-leaving.js';
import { GitopsError } from '../../../src/errors.js';
import { deleteOf, desiredOf, liveOf, type Sketch } from '../../helpers/decisions.js';

const service = (name: string, nodePort: number): Sketch => ({
  kind: 'Service',
  namespace: 'shop',
  name,
  spec: { ports: [{ port: 80, nodePort }] },
});
const refused = (message: string, code: 'CLUSTER_INVALID' | 'CLUSTER_FORBIDDEN' = 'CLUSTER_INVALID') =>
  new GitopsError(code, message, { hint: 'Correct the manifest in Git.' });
const PORT = refused(
  'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30801: provided port is already allocated',
);
const observed = (failure: GitopsError | undefined, sketch = service('b', 30_801)) => ({
  desired: desiredOf(sketch),
  failure,
});

describe('what is refused because something that left Git holds it', () => {
  test('is told with the object, and what helps', () => {
    const found = heldByLeaving(observed(PORT), [deleteOf(service('a', 30_801))], false);

    expect(found).toMatchObject({
      problem: { code: 'CLUSTER_INVALID', hint: expect.stringMatching(/^Service shop\/a left Git .*--as-argocd/) },
    });
  });

  test('is created after the deletion in the order of Argo CD', () => {
    expect(heldByLeaving(observed(PORT), [deleteOf(service('a', 30_801))], true)).toMatchObject({
      action: 'create',
      ahead: true,
    });
  });

  test.each([
    ['a host', 'admission webhook "w" denied the request: host "a.example.com" is already defined in ingress shop/a'],
    ['a quota', 'exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5'],
  ])('%s', (_, message) => {
    const failure = refused(message, 'CLUSTER_FORBIDDEN');

    expect(heldByLeaving(observed(failure), [deleteOf(service('a', 1))], false)).toHaveProperty('problem');
  });
});

describe('everything else stays what it is', () => {
  test.each([
    ['no failure', observed(undefined), service('a', 30_801)],
    ['another failure', observed(refused('spec.ports: Required value')), service('a', 30_801)],
    ['another port', observed(PORT), service('a', 30_802)],
    ['another kind', observed(PORT), { ...service('a', 30_801), kind: 'Gateway' }],
    ['an update', { ...observed(PORT), live: liveOf(service('b', 1)) }, service('a', 30_801)],
  ])('%s', (_, observation, leaving) => {
    expect(heldByLeaving(observation, [deleteOf(leaving)], true)).toBeUndefined();
  });
});
