/**
 * Fields of a cluster Secret beyond those that props have. It is committed: nothing secret belongs here.
 * Fields of a newer Argo CD may be given too.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export interface ClusterSecretFields {
  readonly metadata?: { readonly finalizers?: readonly string[]; readonly [field: string]: unknown };
  /** Further texts: not `name`, `server`, `config` and those of the props. */
  readonly stringData?: Readonly<Record<string, string>>;
  /** Fields of `config`, which is written as JSON. Passwords, tokens and keys are refused. */
  readonly config?: {
    readonly proxyUrl?: string;
    readonly disableCompression?: boolean;
    readonly tlsClientConfig?: {
      readonly insecure?: boolean;
      readonly serverName?: string;
      readonly [field: string]: unknown;
    };
    readonly awsAuthConfig?: { readonly profile?: string; readonly [field: string]: unknown };
    readonly execProviderConfig?: {
      readonly command?: string;
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
      readonly apiVersion?: string;
      readonly installHint?: string;
      readonly [field: string]: unknown;
    };
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}
