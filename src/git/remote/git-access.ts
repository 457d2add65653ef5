/**
 * How a Git server is entered; without any of it git's own configuration decides: its credential helpers, the
 * SSH agent.
 */
export interface GitAccess {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  /** PEM or OpenSSH. */
  readonly sshPrivateKey?: string;
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
  /** PEM: the only authorities that count for this server. Default: those that git knows. */
  readonly tlsCertificateAuthority?: string;
  /** The only hosts that SSH connects to, as in `known_hosts`. Default: those that ssh knows. */
  readonly sshKnownHosts?: string;
  /** Certificates and host keys are not checked. Default: false. */
  readonly insecure?: boolean;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** `file://` may be read: only the operator can say so. Default: false. */
  readonly local?: boolean;
}

/** A Git server, and how it is entered. */
export interface GitRemote {
  /** Without user name and password. */
  readonly url: string;
  readonly access?: GitAccess;
  /** For one question to the server, in milliseconds in which this process was awake. Default: 120,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
