/** Keys of an AWS identity. Kept in memory only. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Where AWS is reached and as whom; all of it the operator's. */
export interface AwsAccess {
  readonly region: string;
  /** Default: the one the environment names. */
  readonly profile?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
