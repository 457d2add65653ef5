import { heldByLeaving } from '../../../src/cluster/plan/held-by-leaving.js';
import { GitopsError } from '../../../src/errors.js';
import { deleteOf, desiredOf, liveOf, refuseOf, type Sketch } from '../../helpers/decisions.js';

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
const QUOTA = refused('exceeded quota: q, requested: pods=1', 'CLUSTER_FORBIDDEN');
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
    const { desired } = observed(PORT);

    expect(heldByLeaving(observed(PORT), [deleteOf(service('a', 30_801))], true)).toEqual({
      action: 'create',
      reason: 'new',
      desired,
      manifest: desired.manifest,
      force: false,
      taken: [],
      yielded: [],
      ahead: true,
    });
  });

  test('what the API server said goes before how it is told', () => {
    const failure = refused('Service b is refused').with({ data: { message: PORT.message } });

    expect(heldByLeaving(observed(failure), [deleteOf(service('a', 30_801))], false)).toHaveProperty('problem');
  });

  test.each([
    ['a host', 'admission webhook "w" denied the request: host "a.example.com" is already defined in ingress shop/a'],
    ['a name before other words', 'the address of a is already in use'],
    ['a name at the end', 'the address is already claimed by Service shop/a'],
    ['a name at the end of a sentence', 'already in use by a. Choose another one.'],
    ['a name of which an earlier word is a part', 'shop-a: already in use by a'],
    ['a text that both have', 'the class "internal" must be unique'],
    ['a quota', 'exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5'],
  ])('%s', (_, message) => {
    const failure = refused(message, 'CLUSTER_FORBIDDEN');

    const holder = deleteOf({ ...service('a', 1), spec: { class: 'internal' } });
    const observation = observed(failure, { ...service('b', 2), spec: { class: 'internal' } });

    expect(heldByLeaving(observation, [holder], false)).toHaveProperty('problem');
  });
});

describe('everything else stays what it is', () => {
  test.each([
    ['no failure', observed(undefined), service('a', 30_801)],
    ['another failure', observed(refused('spec.ports: Required value')), service('a', 30_801)],
    ['another port', observed(PORT), service('a', 30_802)],
    ['another kind', observed(PORT), { ...service('a', 30_801), kind: 'Gateway' }],
    ['a name in a longer one', observed(refused('host "a.example.com" is already in use')), service('a', 1)],
    ['a name at the end of a longer one', observed(refused('"web-a" is already in use')), service('a', 1)],
    [
      'short words that both have',
      observed(refused('already in use: xy'), { ...service('b', 1), spec: { a: 'xy' } }),
      { ...service('a', 1), spec: { a: 'xy' } },
    ],
    [
      'a yes that both have',
      observed(refused('already in use: true'), { ...service('b', 1), spec: { a: true, b: null } }),
      { ...service('a', 1), spec: { a: true, b: null } },
    ],
    ['the quota of another namespace', observed(QUOTA), { ...service('a', 1), namespace: 'other' }],
    ['somebody else has its name', { ...observed(PORT), stranger: liveOf(service('b', 1)) }, service('a', 30_801)],
    ['an update', { ...observed(PORT), live: liveOf(service('b', 1)) }, service('a', 30_801)],
  ])('%s', (_, observation, leaving) => {
    expect(heldByLeaving(observation, [deleteOf(leaving)], true)).toBeUndefined();
  });
});

test('what a guard keeps holds it for good', () => {
  const failure = refused('already in use by a');

  expect(heldByLeaving(observed(failure), [refuseOf(service('a', 1))], true)).toBeUndefined();
});
