import type { KeyPair } from './certificate.js';

export interface KubeconfigOptions {
  /** Names the context and the cluster. */
  readonly context: string;
  readonly server: string;
  /** Certificate of the authority, PEM. */
  readonly authority: string;
  readonly user: string;
  readonly keys: KeyPair;
}

/** A kubeconfig with one context, self-contained. */
export function kubeconfig({ context, server, authority, user, keys }: KubeconfigOptions): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${context}
    cluster:
      server: ${server}
      certificate-authority-data: ${base64(authority)}
users:
  - name: ${context}-${user}
    user:
      client-certificate-data: ${base64(keys.certificate)}
      client-key-data: ${base64(keys.key)}
contexts:
  - name: ${context}
    context:
      cluster: ${context}
      user: ${context}-${user}
current-context: ${context}
`;
}
