import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate, type KeyPair } from './certificate.js';

/** Somebody who talks to the API server with a client certificate. */
export interface ClusterUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** `system:masters`: above RBAC, exempt from priority and fairness. The control plane's own parts use it. */
export const ADMIN: ClusterUser = { name: 'admin', groups: ['system:masters'] };

/** Bound to cluster-admin by RBAC and subject to priority and fairness, as an IAM role on EKS is. */
export const DEPLOYER: ClusterUser = { name: 'deployer', groups: ['deployers'] };

const AUTHORITY = 'cdk8s-gitops-local';
const SERVER_HOSTS = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '127.0.0.1',
  '10.0.0.1',
];

/** The keys of one cluster, as PEM files in its `pki` folder, readable by their owner only. */
export const keyStore = {
  directory: (clusterDirectory: string) => join(clusterDirectory, 'pki'),

  /** Makes authority, server, service-account and user keys unless they are there; whole or not at all. */
  ensure(clusterDirectory: string, now: Date): void {
    const directory = keyStore.directory(clusterDirectory);
    if (existsSync(directory)) return;
    const temporary = `${directory}.tmp`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    const authority = issueCertificate({ commonName: AUTHORITY, use: 'authority', now });
    writePair(temporary, 'ca', authority);
    const issuer = { ...authority, commonName: AUTHORITY };
    writePair(
      temporary,
      'apiserver',
      issueCertificate({ commonName: 'kube-apiserver', use: 'server', hosts: SERVER_HOSTS, issuer, now }),
    );
    for (const user of [ADMIN, DEPLOYER]) writePair(temporary, user.name, clientPair(user, issuer, now));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeSecret(temporary, 'sa.key', String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    writeSecret(temporary, 'sa.pub', String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })));
    renameSync(temporary, directory);
  },

  /** A certificate for one more user. */
  issue(clusterDirectory: string, user: ClusterUser, now: Date): KeyPair {
    return clientPair(user, { ...keyStore.read(clusterDirectory, 'ca'), commonName: AUTHORITY }, now);
  },

  read(clusterDirectory: string, name: string): KeyPair {
    const text = (ending: string) =>
      readFileSync(join(keyStore.directory(clusterDirectory), `${name}.${ending}`), 'utf8');
    return { certificate: text('crt'), key: text('key') };
  },
};

function clientPair(
  { name, groups }: ClusterUser,
  issuer: KeyPair & { readonly commonName: string },
  now: Date,
): KeyPair {
  return issueCertificate({ commonName: name, organizations: groups, use: 'client', issuer, now });
}

function writePair(directory: string, name: string, pair: KeyPair): void {
  writeSecret(directory, `${name}.crt`, pair.certificate);
  writeSecret(directory, `${name}.key`, pair.key);
}

function writeSecret(directory: string, name: string, text: string): void {
  writeFileSync(join(directory, name), text, { mode: 0o600 });
}
