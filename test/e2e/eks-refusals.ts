import {
  ACCOUNT,
  ARN,
  admitted,
  CI,
  DEPLOY,
  FAILED,
  type Failure,
  keys,
  NAME,
  NOWHERE,
  REGION,
} from './eks-failures.js';

/** Who is known, and is refused: by the cluster, by a role, by EKS; and what does not answer. */
export const REFUSALS: readonly Failure[] = [
  {
    case: 'no access entry',
    prepare: ({ aws }) => keys(aws.issue(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me`, { session: true })),
    code: 'CLUSTER_UNAUTHORIZED',
    says: `cluster 'prod' does not let in 'arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me'`,
    hint: `aws eks create-access-entry --cluster-name ${NAME} --region ${REGION} --principal-arn ${DEPLOY}'`,
  },
  {
    case: 'another account',
    prepare: ({ aws }) => keys(aws.issue('arn:aws:iam::999900001111:user/me')),
    code: 'CLUSTER_UNAUTHORIZED',
    says: `of the account '999900001111'; the cluster is of '${ACCOUNT}'`,
    hint: 'aws sts get-caller-identity',
  },
  {
    case: 'no access entry, and an STS that does not answer',
    prepare: ({ aws }) => ({ ...keys(aws.issue(CI)), AWS_ENDPOINT_URL_STS: NOWHERE }),
    code: 'CLUSTER_UNAUTHORIZED',
    says: 'Unauthorized',
    hint: 'docs/access.md',
  },
  {
    case: 'an access entry without rights',
    prepare: ({ aws, front }) => {
      front.entries.set(DEPLOY, { groups: ['nobody'] });
      return keys(aws.issue(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me`, { session: true }));
    },
    code: 'CLUSTER_FORBIDDEN',
    says: `User "arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me" cannot`,
    hint: `aws eks associate-access-policy --cluster-name ${NAME} --region ${REGION} --principal-arn ${DEPLOY}`,
  },
  {
    case: 'a role that may not be assumed',
    cluster: { roleArn: DEPLOY },
    prepare: admitted,
    code: FAILED,
    says: `the role '${DEPLOY}' cannot be assumed with the credentials of 'AWS_ACCESS_KEY_ID' of the environment: User: ${CI} is not authorized`,
    hint: 'trust policy',
  },
  {
    case: 'an STS that does not answer',
    cluster: { roleArn: DEPLOY },
    prepare: (place) => ({ ...admitted(place), AWS_ENDPOINT_URL_STS: NOWHERE }),
    code: 'CLUSTER_UNREACHABLE',
    says: `STS in '${REGION}' does not answer (connect ECONNREFUSED`,
    hint: 'AWS_ENDPOINT_URL_STS',
  },
  {
    case: 'a proxy that is not there',
    cluster: { roleArn: DEPLOY },
    prepare: (place) => ({ ...admitted(place), AWS_ENDPOINT_URL: '', HTTPS_PROXY: NOWHERE }),
    code: 'CLUSTER_UNREACHABLE',
    says: "the proxy 'http://127.0.0.1:1'",
    hint: 'HTTPS_PROXY',
  },
  {
    case: 'a file of authorities that is not there',
    cluster: { roleArn: DEPLOY },
    prepare: (place) => ({ ...admitted(place), AWS_CA_BUNDLE: '/nowhere/ca.pem' }),
    code: 'CLUSTER_ACCESS_INVALID',
    says: "'/nowhere/ca.pem' of AWS_CA_BUNDLE",
    hint: 'AWS_CA_BUNDLE',
  },
  {
    case: 'a DescribeCluster that is denied',
    cluster: { caData: undefined },
    prepare: (place) => {
      place.aws.fail = ({ service }) =>
        service === 'eks'
          ? {
              status: 403,
              code: 'AccessDeniedException',
              message: `User: ${CI} is not authorized to perform: eks:DescribeCluster`,
            }
          : undefined;
      return admitted(place);
    },
    code: 'CLUSTER_FORBIDDEN',
    says: 'is not authorized to perform: eks:DescribeCluster',
    hint: "Allow 'eks:DescribeCluster'",
  },
  {
    case: 'a DescribeCluster with a wrong secret key',
    cluster: { caData: undefined },
    prepare: ({ aws }) => ({ ...keys(aws.issue(`${CI}2`, { session: true })), AWS_SECRET_ACCESS_KEY: 'hunter2' }),
    code: FAILED,
    says: `the EKS cluster '${NAME}' in '${REGION}' cannot be described: the secret access key`,
    hint: 'AWS_SECRET_ACCESS_KEY',
  },
  {
    case: 'a cluster that is not there',
    cluster: { caData: undefined },
    prepare: ({ aws }) => keys(aws.issue('arn:aws:iam::999900001111:user/me')),
    code: 'CLUSTER_NOT_FOUND',
    says: `there is no EKS cluster '${NAME}' in '${REGION}' of the account '999900001111'; the repository has it in '${ACCOUNT}'`,
    hint: 'aws sts get-caller-identity',
  },
  {
    case: 'a cluster of another account',
    cluster: { caData: undefined },
    prepare: (place) => {
      place.aws.clusters.set(NAME, {
        arn: ARN.replace(ACCOUNT, '999900001111'),
        endpoint: place.front.server,
        certificateAuthority: place.front.certificateAuthority,
      });
      return admitted(place);
    },
    code: 'CLUSTER_WRONG_CLUSTER',
    says: 'but AWS says',
    hint: 'aws sts get-caller-identity',
  },
  {
    case: 'a private endpoint that is not reached',
    cluster: { server: 'https://127.0.0.1:1' },
    prepare: admitted,
    code: 'CLUSTER_UNREACHABLE',
    says: "cannot be reached at 'https://127.0.0.1:1'",
    hint: 'endpoint is private',
  },
  {
    case: 'no region',
    cluster: { region: undefined, arn: undefined },
    prepare: admitted,
    code: 'CLUSTER_ACCESS_INVALID',
    says: "the AWS region of the EKS cluster 'prod' is not known",
    hint: 'AWS_REGION',
  },
];
