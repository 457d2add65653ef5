import { Cluster, type Repository } from 'cdk8s-gitops';

/** The clusters. Accounts, endpoints and the certificate are made up: nothing here exists. */
export interface Clusters {
  readonly local: Cluster;
  readonly staging: Cluster;
  readonly eu: Cluster;
  readonly us: Cluster;
}

export function clusters(repository: Repository): Clusters {
  return {
    // What `gitops local up` starts.
    local: Cluster.kubeconfig(repository, 'local', { context: 'gitops-local' }),
    staging: Cluster.eks(repository, 'staging', {
      region: 'eu-central-1',
      account: '111111111111',
      name: 'shop-staging',
      endpoint: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com',
      certificateAuthority: EXAMPLE_CERTIFICATE,
      labels: { stage: 'staging', region: 'eu' },
    }),
    eu: Cluster.eks(repository, 'eu', {
      region: 'eu-central-1',
      account: '222222222222',
      name: 'shop-prod',
      endpoint: 'https://89ABCDEF0123456789ABCDEF01234567.gr7.eu-central-1.eks.amazonaws.com',
      certificateAuthority: EXAMPLE_CERTIFICATE,
      roleArn: 'arn:aws:iam::222222222222:role/gitops-deployer',
      labels: { stage: 'prod', region: 'eu' },
    }),
    us: Cluster.eks(repository, 'us', {
      region: 'us-east-1',
      account: '222222222222',
      name: 'shop-prod',
      endpoint: 'https://FEDCBA9876543210FEDCBA9876543210.yl4.us-east-1.eks.amazonaws.com',
      certificateAuthority: EXAMPLE_CERTIFICATE,
      roleArn: 'arn:aws:iam::222222222222:role/gitops-deployer',
      labels: { stage: 'prod', region: 'us' },
    }),
  };
}

/** `aws eks describe-cluster` prints it as cluster.certificateAuthority.data. */
const EXAMPLE_CERTIFICATE =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJnakNDQVNlZ0F3SUJBZ0lVWnQ5aGtlVUNCWDNHaVRjdzZPaDBhQnFObERVd0NnWUlLb1pJemowRUF3SXcKRlRFVE1CRUdBMVVFQXd3S2EzVmlaWEp1WlhSbGN6QWdGdzB5TmpFeE1qRXhNVFV3TlRCYUdBOHlNVEkyTVRBeQpPREV4TlRBMU1Gb3dGVEVUTUJFR0ExVUVBd3dLYTNWaVpYSnVaWFJsY3pCWk1CTUdCeXFHU000OUFnRUdDQ3FHClNNNDlBd0VIQTBJQUJDcm9vYkdsL08weWNaL0tPcXZvL3VRWFdFSS93ZmRCcW1tQVdNV1hZZENVMnluYmRTVlMKZ0hxWE5ON0tyVUExL1dNaXRRTDdSOFh0ck1JVk1RVi92OWFqVXpCUk1CMEdBMVVkRGdRV0JCVFdCdWNPMFhzNApyNCs2ZFRST29zWEN6UkI0aVRBZkJnTlZIU01FR0RBV2dCVFdCdWNPMFhzNHI0KzZkVFJPb3NYQ3pSQjRpVEFQCkJnTlZIUk1CQWY4RUJUQURBUUgvTUFvR0NDcUdTTTQ5QkFNQ0Ewa0FNRVlDSVFESnluZ1JNN2psbDRheXI3cHIKMmg4SnVZWDlHempVd2ZNVzJsN2tSYThVakFJaEFOWWk5d1RORHpjazV2Tk5tNnIyN2IvS2ZpbWhIZGc3TE1WVgorWWR4ckYyQgotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg==';
