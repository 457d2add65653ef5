import { explainRefusal } from '../../../src/cluster/eks/explain-refusal.js';
import { forbiddenHint } from '../../../src/cluster/eks/forbidden-hint.js';
import { principalArn } from '../../../src/cluster/eks/principal-arn.js';

const TARGET = {
  cluster: 'prod',
  clusterName: 'prod-eu',
  region: 'eu-west-1',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/prod-eu',
};
const CALLER = { account: '111122223333', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/me', clockOffsetMs: 0 };

test.each([
  {
    case: 'no access entry',
    over: {},
    caller: {},
    code: 'CLUSTER_UNAUTHORIZED',
    says: "does not let in 'arn:aws:sts::111122223333:assumed-role/deploy/me'$",
    hint: '--cluster-name prod-eu --region eu-west-1 --principal-arn arn:aws:iam::111122223333:role/deploy',
  },
  {
    case: 'the role of the Cluster, with its path',
    over: { roleArn: 'arn:aws:iam::111122223333:role/ci/deploy' },
    caller: {},
    code: 'CLUSTER_UNAUTHORIZED',
    says: 'does not let in',
    hint: '--principal-arn arn:aws:iam::111122223333:role/ci/deploy',
  },
  {
    case: 'another account',
    over: {},
    caller: { account: '999900001111' },
    code: 'CLUSTER_UNAUTHORIZED',
    says: "of the account '999900001111'; the cluster is of '111122223333'$",
    hint: '^Check whose AWS credentials',
  },
  {
    case: 'a slow clock',
    over: {},
    caller: { clockOffsetMs: 1_200_000 },
    code: 'CLUSTER_CREDENTIALS_FAILED',
    says: '20 minutes behind',
    hint: 'Set the clock',
  },
  {
    case: 'a fast clock',
    over: {},
    caller: { clockOffsetMs: -1_200_000 },
    code: 'CLUSTER_CREDENTIALS_FAILED',
    says: '20 minutes ahead of',
    hint: 'Set the clock',
  },
  {
    case: 'the policy of its partition',
    over: { region: 'cn-north-1' },
    caller: {},
    code: 'CLUSTER_UNAUTHORIZED',
    says: 'does not let in',
    hint: 'arn:aws-cn:eks::aws:cluster-access-policy/',
  },
])('why EKS refuses somebody whom STS knows: $case', ({ over, caller, code, says, hint }) => {
  expect(explainRefusal({ ...TARGET, ...over }, { ...CALLER, ...caller })).toMatchObject({
    code,
    message: expect.stringMatching(says),
    hint: expect.stringMatching(hint),
  });
});

test.each([
  ['arn:aws:sts::111122223333:assumed-role/deploy/me', 'arn:aws:iam::111122223333:role/deploy'],
  ['arn:aws-cn:sts::111122223333:assumed-role/deploy/me', 'arn:aws-cn:iam::111122223333:role/deploy'],
  ['arn:aws:iam::111122223333:user/team/ci', 'arn:aws:iam::111122223333:user/team/ci'],
  [
    'arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_01/me',
    '$(aws iam get-role --role-name AWSReservedSSO_Admin_01 --query Role.Arn --output text)',
  ],
])('the principal of an access entry for %s', (arn, principal) => {
  expect(principalArn(arn)).toBe(principal);
});

test('what RBAC forbids an IAM identity names its access entry; of others nothing is known', () => {
  const cluster = { clusterName: 'prod-eu', region: 'eu-west-1' };

  expect(
    forbiddenHint('configmaps is forbidden: User "arn:aws:sts::1:assumed-role/deploy/me" cannot list', cluster),
  ).toContain('--principal-arn arn:aws:iam::1:role/deploy');
  expect(forbiddenHint('configmaps is forbidden: User "bob" cannot list', cluster)).toBeUndefined();
});
