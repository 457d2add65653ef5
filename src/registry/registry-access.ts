/** How a chart repository or an OCI registry is entered. */
export interface RegistryAccess {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  /** PEM. */
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
  /** PEM: the only authorities that count for the host that is named first. Default: those of Node.js. */
  readonly tlsCertificateAuthority?: string;
  /** Certificates are not checked. Default: false. */
  readonly insecure?: boolean;
  /** Plain HTTP, for an OCI registry. Default: false. */
  readonly insecureOCIForceHttp?: boolean;
  /**
   * Send the credentials to the host of a chart too where it is not the one of the repository. Default:
   * false.
   */
  readonly passCredentials?: boolean;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** For `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Default: no proxy. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** For one answer, in milliseconds in which this process was awake. Default: 120,000. */
  readonly timeoutMs?: number;
}
