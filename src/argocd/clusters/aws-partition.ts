/** A part of AWS with accounts, ARNs and host names of its own. */
export interface AwsPartition {
  /** The second part of an ARN, such as `aws-cn`. */
  readonly name: string;
  /** The suffix of host names, such as `amazonaws.com.cn`. */
  readonly suffix: string;
  /** The suffix of host names of dual-stack endpoints, such as `api.aws`. */
  readonly dualStackSuffix: string;
}

const PARTITIONS: readonly (AwsPartition & { readonly regions: RegExp })[] = [
  { regions: /^cn-/, name: 'aws-cn', suffix: 'amazonaws.com.cn', dualStackSuffix: 'api.amazonwebservices.com.cn' },
  { regions: /^us-gov-/, name: 'aws-us-gov', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
  { regions: /^eusc-/, name: 'aws-eusc', suffix: 'amazonaws.eu', dualStackSuffix: 'api.amazonwebservices.eu' },
  { regions: /^us-iso-/, name: 'aws-iso', suffix: 'c2s.ic.gov', dualStackSuffix: 'api.aws.ic.gov' },
  { regions: /^us-isob-/, name: 'aws-iso-b', suffix: 'sc2s.sgov.gov', dualStackSuffix: 'api.aws.scloud' },
  { regions: /^eu-isoe-/, name: 'aws-iso-e', suffix: 'cloud.adc-e.uk', dualStackSuffix: 'api.cloud-aws.adc-e.uk' },
  { regions: /^us-isof-/, name: 'aws-iso-f', suffix: 'csp.hci.ic.gov', dualStackSuffix: 'api.aws.hci.ic.gov' },
  { regions: /^/, name: 'aws', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
];

/** The partition of a region; `aws` for a region of no other partition. */
export function awsPartition(region: string): AwsPartition {
  const { name, suffix, dualStackSuffix } = PARTITIONS.find(({ regions }) => regions.test(region))!;
  return { name, suffix, dualStackSuffix };
}
