/** The operator's choices for one EKS Cluster, from the access file. */
export interface EksChoice {
  /** Profile of the AWS configuration files. Default: the environment's. */
  readonly profile?: string;
  /** Default: the Cluster's. */
  readonly roleArn?: string;
  /** Default: the Cluster's, then the environment's. */
  readonly region?: string;
}
