import { createPrivateKey, X509Certificate } from 'node:crypto';
import { issueCertificate } from '../../src/local-cluster/certificate.js';

const now = new Date('2026-11-21T12:00:00Z');
const authority = { ...issueCertificate({ commonName: 'authority', use: 'authority', now }), commonName: 'authority' };
const parse = ({ certificate }: { readonly certificate: string }) => new X509Certificate(certificate);

test('an authority signs itself and may sign others', () => {
  const certificate = parse(authority);

  expect(certificate.ca).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test('a client certificate names the user and the groups in order', () => {
  const pair = issueCertificate({
    commonName: 'alice',
    organizations: ['devs', 'système'],
    use: 'client',
    issuer: authority,
    now,
  });
  const certificate = parse(pair);

  expect(certificate.subject).toBe('O=devs\nO=système\nCN=alice');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(certificate.ca).toBe(false);
  expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  expect(certificate.checkIssued(parse(authority))).toBe(true);
  expect(certificate.verify(parse(authority).publicKey)).toBe(true);
});

test('a server certificate is valid for its names and addresses only', () => {
  const certificate = parse(
    issueCertificate({
      commonName: 'server',
      use: 'server',
      hosts: ['kubernetes.default.svc', '127.0.0.1'],
      issuer: authority,
      now,
    }),
  );

  expect(certificate.checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkHost('kubernetes')).toBeUndefined();
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('a certificate is valid from an hour ago for ten years', () => {
  const certificate = parse(authority);

  expect(new Date(certificate.validFrom)).toEqual(new Date('2026-11-21T11:00:00Z'));
  expect(new Date(certificate.validTo)).toEqual(new Date('2036-11-18T12:00:00Z'));
});

test('a certificate that ends after 2049 has a time that verifiers read', () => {
  const certificate = parse(
    issueCertificate({ commonName: 'late', use: 'client', issuer: authority, now: new Date('2045-01-01T00:00:00Z') }),
  );

  expect(new Date(certificate.validTo)).toEqual(new Date('2054-12-30T00:00:00Z'));
});

test('serial numbers differ', () => {
  const serials = Array.from(
    { length: 20 },
    () => parse(issueCertificate({ commonName: 'x', use: 'client', issuer: authority, now })).serialNumber,
  );

  expect(new Set(serials).size).toBe(20);
});
