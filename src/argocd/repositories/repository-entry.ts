/**
 * One repository, or all below a URL, and how they are entered: the fields of Argo CD's repository Secrets.
 */
export interface RepositoryEntry {
  readonly url: string;
  readonly type: 'git' | 'helm' | 'oci';
  /** By which a chart's dependency may call it: `@name`. */
  readonly name?: string;
  /** Of kind `repo-creds`: for every URL that begins with this one. */
  readonly isTemplate: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly sshPrivateKey?: string;
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** Neither certificates nor host keys are checked. */
  readonly insecure: boolean;
  readonly enableOCI: boolean;
  /** Plain HTTP for an OCI registry. */
  readonly insecureOCIForceHttp: boolean;
  /** A field with another way to sign in, which is not known here. */
  readonly unsupported?: string;
}
