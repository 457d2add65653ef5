import {
  type ConflictRule,
  conflictRulesOf,
  parseConflictRule,
  policyFor,
} from '../../../src/cluster/objects/conflict-rules.js';

const deployment = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('a rule on the command line', () => {
  test.each<[string, ConflictRule]>([
    [
      'apps/Deployment:.spec.replicas=yield',
      { policy: 'yield', group: 'apps', kind: 'Deployment', field: '.spec.replicas' },
    ],
    ['Deployment=take', { policy: 'take', kind: 'Deployment' }],
    ['/Secret=fail', { policy: 'fail', group: '', kind: 'Secret' }],
    ['*:.metadata.annotations@operator=auto', { policy: 'auto', field: '.metadata.annotations', manager: 'operator' }],
    ['*@keda-operator=yield', { policy: 'yield', manager: 'keda-operator' }],
    [
      'Deployment:.spec.ports[containerPort=80,protocol="TCP"].name=take',
      { policy: 'take', kind: 'Deployment', field: '.spec.ports[containerPort=80,protocol="TCP"].name' },
    ],
  ])('%s', (text, rule) => expect(parseConflictRule(text)).toEqual(rule));

  test.each([
    ['', /does not end in =auto, =take, =yield, =fail/],
    ['Deployment', /'Deployment' does not end in/],
    ['Deployment=always', /'Deployment=always' does not end in/],
    ['=take', /'' in '=take' is not a kind/],
    ['deployments=take', /'deployments' in 'deployments=take' is not a kind/],
    ['Deployment:spec.replicas=take', /'spec.replicas' in .* is not a field: fields begin with a dot/],
  ])("'%s' is refused with the way to write it", (text, message) => {
    expect(() => parseConflictRule(text)).toThrow(
      expect.objectContaining({
        code: 'CLUSTER_CONFLICT_RULE',
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    );
  });
});

test('an object states rules, whose fields may hold commas', () => {
  const annotations = {
    'cdk8s-gitops.io/conflicts':
      'yield=.spec.replicas@kube-controller-manager, take=.spec.ports[port=80,protocol="TCP"],fail=.',
  };

  expect(
    conflictRulesOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', annotations } }, deployment),
  ).toEqual([
    { policy: 'yield', field: '.spec.replicas', manager: 'kube-controller-manager' },
    { policy: 'take', field: '.spec.ports[port=80,protocol="TCP"]' },
    { policy: 'fail' },
  ]);
});

test.each([
  ['.spec.replicas', '.spec.replicas', true],
  ['.spec', '.spec.replicas', true],
  ['.spec.rep', '.spec.replicas', false],
  ['.spec.replicas', '.spec', false],
  ['.spec.template.spec.containers[*].image', '.spec.template.spec.containers[name="a]b"].image', true],
  ['.spec.template.spec.containers[*].image', '.spec.template.spec.containers[name="a"].name', false],
  ['.spec.template.spec.containers', '.spec.template.spec.containers[name="a"].image', true],
  ['.metadata.annotations.example.com/a.b', '.metadata.annotations.example.com/axb', false],
])('a rule for %s is about %s: %s', (field, conflict, fits) => {
  expect(policyFor({ field: conflict, manager: 'm' }, deployment, [{ policy: 'take', field }])).toBe(
    fits ? 'take' : undefined,
  );
});

test('the first rule that fits kind, group and manager decides', () => {
  const rules = ['batch/Deployment=fail', '*@other=fail', 'StatefulSet=fail', 'apps/Deployment@m=yield', '*=take'].map(
    parseConflictRule,
  );

  expect(policyFor({ field: '.spec.a', manager: 'm' }, deployment, rules)).toBe('yield');
  expect(policyFor({ field: '.spec.a', manager: 'n' }, deployment, rules)).toBe('take');
});
