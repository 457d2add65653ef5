import type { GitopsError } from '../../errors.js';

/** What authenticates a request. Kept in memory only, never part of a message or an event. */
export interface Credentials {
  /** Such as `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Client certificate, PEM. */
  readonly certificate?: string;
  /** Its key, PEM. */
  readonly key?: string;
  /** When they stop working, in milliseconds since 1970. Default: never. */
  readonly expiresAt?: number;
}

/**
 * One API server and the way in. Everything here comes from the operator (kubeconfig, access file, AWS
 * chain), never from Git, but for an EKS cluster's pinned address and CA.
 */
export interface Endpoint {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** URL of the API server, with a path where a gateway serves several. */
  readonly server: string;
  /** Certificate authority, PEM. Default: those of Node. */
  readonly certificateAuthority?: string;
  /** Name expected in the server's certificate. Default: the host of `server`. */
  readonly serverName?: string;
  /** True when the server's certificate is not checked. */
  readonly insecure?: boolean;
  /** URL of a proxy: `http://`, `https://` or `socks5://`. */
  readonly proxy?: string;
  /** True when answers are not to be compressed. Default: as the client decides. */
  readonly disableCompression?: boolean;
  /** How it is reached, in words, for errors: `context 'dev' of ~/.kube/config`. */
  readonly via: string;
  /** Fetches new credentials; the client caches them until shortly before they expire. */
  readonly credentials: () => Promise<Credentials>;
  /**
   * Why renewed credentials are refused (401), asked of who gave them; undefined when nobody knows. Default:
   * the server's words.
   */
  readonly explainUnauthorized?: () => Promise<GitopsError | undefined>;
  /** What helps, where this way in knows more than the transport. */
  readonly hints?: {
    /** In place of the transport's, by the server's message (403). */
    readonly forbidden?: (message: string) => string | undefined;
    /** In addition to those of the transport. */
    readonly unreachable?: string;
  };
}
