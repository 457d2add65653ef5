/** Somebody whom AWS knows by an access key. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  readonly isExpired: boolean;
}

/** One request that AWS got. */
export interface AwsAsked {
  /** `sts`, `eks`, `sso`, `sso-oidc`, `imds` or `container`. */
  readonly service: string;
  readonly action: string;
  /** As the request named it. */
  readonly host: string;
  /** Of its signature. */
  readonly region?: string;
  readonly accessKeyId?: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What AWS knows. */
export interface AwsState {
  readonly requests: AwsAsked[];
  /** By access key. */
  readonly identities: Map<string, Identity>;
  /** ARN of a role → ARNs of those who may assume it. */
  readonly trust: Map<string, readonly string[]>;
  /** Web identity token → ARN of the role that it may assume. */
  readonly webIdentities: Map<string, string>;
  /** Access token of the Identity Center → account and role, and the session that it stands for. */
  readonly sso: Map<string, { readonly account: string; readonly role: string; readonly arn: string }>;
  /** Refresh token → the access token that it gives. */
  readonly refreshTokens: Map<string, string>;
  /** What the agent of a container wants to see, and whose keys it gives. */
  container?: { readonly token: string; readonly arn: string };
  /** The role of the instance. */
  instance?: { readonly role: string; readonly arn: string };
  /** By name. */
  readonly clusters: Map<
    string,
    { readonly arn: string; readonly endpoint: string; readonly certificateAuthority: string }
  >;
  /** All that must not be printed. */
  readonly secrets: Set<string>;
  /** By how much AWS's clock is ahead. */
  clockOffsetMs: number;
  /** Refuses a request, or never answers it. */
  fail?: (
    asked: AwsAsked,
  ) => { readonly status: number; readonly code: string; readonly message: string } | 'hang' | undefined;
}
