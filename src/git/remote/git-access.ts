/**
 * How to sign in to a Git server. Without any field git's own configuration decides: its credential helpers,
 * the SSH agent.
 */
export interface GitAccess {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  /** The private key, in PEM or OpenSSH format. */
  readonly sshPrivateKey?: string;
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
  /** The only authorities that are trusted for this server, in PEM. Default: those that git knows. */
  readonly tlsCertificateAuthority?: string;
  /** The only hosts that SSH connects to, as in `known_hosts`. Default: those that ssh knows. */
  readonly sshKnownHosts?: string;
  /** True when certificates and host keys are not checked. Default: false. */
  readonly insecure?: boolean;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** True when `file://` may be read, which only the operator can allow. Default: false. */
  readonly local?: boolean;
}

/** A Git server, and how to sign in. */
export interface GitRemote {
  /** The URL, without user name and password. */
  readonly url: string;
  readonly access?: GitAccess;
  /**
   * The limit of one question to the server, in milliseconds in which this process was awake. Default:
   * 120,000.
   */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
