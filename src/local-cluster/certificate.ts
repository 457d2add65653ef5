import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { isIPv4 } from 'node:net';
import { der } from './der.js';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  readonly commonName: string;
  /** Kubernetes reads them as groups. */
  readonly organizations?: readonly string[];
  readonly use: 'authority' | 'server' | 'client';
  /** DNS names and IPv4 addresses of a server. */
  readonly hosts?: readonly string[];
  /** Default: itself. */
  readonly issuer?: KeyPair & { readonly commonName: string };
  readonly now: Date;
}

const YEARS = 10;
const ECDSA_WITH_SHA256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));

/** Makes a key (P-256) and a certificate for it, valid for ten years: RFC 5280. */
export function issueCertificate(options: CertificateOptions): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = options.issuer === undefined ? privateKey : createPrivateKey(options.issuer.key);
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    nameOf(
      options.issuer?.commonName ?? options.commonName,
      options.issuer === undefined ? options.organizations : undefined,
    ),
    der.sequence(
      der.time(new Date(options.now.getTime() - 3_600_000)),
      der.time(new Date(options.now.getTime() + YEARS * 365 * 86_400_000)),
    ),
    nameOf(options.commonName, options.organizations),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions(options, publicKey, signer))),
  );
  const certificate = der.sequence(body, ECDSA_WITH_SHA256, der.bits(sign('sha256', body, signer)));
  return {
    certificate: pem('CERTIFICATE', certificate),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function extensions({ use, hosts = [] }: CertificateOptions, subject: KeyObject, signer: KeyObject): readonly Buffer[] {
  // keyCertSign, cRLSign, digitalSignature
  const usage = { authority: [0x86, 1], server: [0x80, 7], client: [0x80, 7] }[use] as [number, number];
  const purpose = use === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
  return [
    extension('2.5.29.19', der.sequence(...(use === 'authority' ? [der.boolean(true)] : [])), true),
    extension('2.5.29.15', der.bits(Buffer.of(usage[0]), usage[1]), true),
    ...(use === 'authority' ? [] : [extension('2.5.29.37', der.sequence(der.objectIdentifier(purpose)))]),
    ...(hosts.length === 0 ? [] : [extension('2.5.29.17', der.sequence(...hosts.map(alternativeName)))]),
    extension('2.5.29.14', der.octets(keyIdentifier(subject))),
    extension('2.5.29.35', der.sequence(der.implicit(0, keyIdentifier(createPublicKey(signer))))),
  ];
}

function extension(identifier: string, value: Buffer, critical = false): Buffer {
  return der.sequence(der.objectIdentifier(identifier), ...(critical ? [der.boolean(true)] : []), der.octets(value));
}

function alternativeName(host: string): Buffer {
  return isIPv4(host)
    ? der.implicit(7, Buffer.from(host.split('.').map(Number)))
    : der.implicit(2, Buffer.from(host, 'ascii'));
}

/** SHA-1 of the public point, as RFC 5280 §4.2.1.2 proposes; strict verifiers (Python 3.13) want it. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }).subarray(-65))
    .digest();
}

function nameOf(commonName: string, organizations: readonly string[] = []): Buffer {
  const part = (identifier: string, value: string) =>
    der.set(der.sequence(der.objectIdentifier(identifier), der.text(value)));
  return der.sequence(...organizations.map((value) => part('2.5.4.10', value)), part('2.5.4.3', commonName));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
