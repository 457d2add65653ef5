/** One repository, or all repositories below a URL, with the fields of Argo CD's repository Secrets. */
export interface RepositoryEntry {
  readonly url: string;
  readonly type: 'git' | 'helm' | 'oci';
  /** The name for dependencies of charts: `@name`. */
  readonly name?: string;
  /** True for a Secret of type `repo-creds`, which applies to every URL that begins with its URL. */
  readonly isTemplate: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly sshPrivateKey?: string;
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** True when neither certificates nor host keys are checked. */
  readonly insecure: boolean;
  readonly enableOCI: boolean;
  /** True when an OCI registry is asked by plain HTTP. */
  readonly insecureOCIForceHttp: boolean;
  /** A field for a way to sign in that is not supported here. */
  readonly unsupported?: string;
}
