import { EKSClient } from '@aws-sdk/client-eks';
import { STSClient } from '@aws-sdk/client-sts';
import { awsPartition } from '../../../src/argocd/clusters/aws-partition.js';
import { regionOfEksHost } from '../../../src/argocd/clusters/region-of-eks-host.js';

const REGIONS = {
  'us-east-1': 'aws',
  'eu-central-1': 'aws',
  'me-south-1': 'aws',
  'cn-north-1': 'aws-cn',
  'cn-northwest-1': 'aws-cn',
  'us-gov-west-1': 'aws-us-gov',
  'eusc-de-east-1': 'aws-eusc',
  'us-iso-east-1': 'aws-iso',
  'us-isob-east-1': 'aws-iso-b',
  'eu-isoe-west-1': 'aws-iso-e',
  'us-isof-south-1': 'aws-iso-f',
};

describe.each(Object.entries(REGIONS))('%s', (region, name) => {
  const { suffix, dualStackSuffix } = awsPartition(region);
  const hostOf = (client: STSClient | EKSClient, dualStack: boolean): string =>
    (client.config.endpointProvider as (parameters: object) => { readonly url: URL })({
      Region: region,
      UseDualStack: dualStack,
      UseFIPS: false,
      UseGlobalEndpoint: false,
    }).url.hostname;

  test('host names are those of the SDK', () => {
    expect(awsPartition(region).name).toBe(name);
    expect(hostOf(new STSClient({ region }), false)).toBe(`sts.${region}.${suffix}`);
    expect(hostOf(new EKSClient({ region }), true)).toBe(`eks.${region}.${dualStackSuffix}`);
  });

  test('an EKS endpoint tells its region', () => {
    expect(regionOfEksHost(`ABC.gr7.${region}.eks.${suffix}`)).toBe(region);
    expect(regionOfEksHost(`ABC.eks-cluster.${region}.${dualStackSuffix}`)).toBe(region);
    expect(regionOfEksHost(`ABC.gr7.${region}.eks.${suffix}.evil.example.com`)).toBeUndefined();
  });
});

test.each(['127.0.0.1', 'eks.example.com', 'a.eu-west-1.eks.amazonaws.com.cn'])('%s is no EKS endpoint', (host) => {
  expect(regionOfEksHost(host)).toBeUndefined();
});
