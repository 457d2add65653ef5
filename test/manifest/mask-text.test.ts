import { threadTime } from '../../src/host/thread-time.js';
import { maskText } from '../../src/manifest/mask-text.js';

test.each([
  ['password=hunter22 user=app', 'password=(hidden) user=app'],
  ['{"apiKey":"abc123","name":"x"}', '{"apiKey":"(hidden)","name":"x"}'],
  ['Authorization: Bearer abc.def.ghi', 'Authorization: Bearer (hidden)'],
  ['sent with bearer abcdefgh1234', 'sent with bearer (hidden)'],
  ['connect postgres://app:s3cr3t@db:5432/shop failed', 'connect postgres://db:5432/shop failed'],
  ['redis://:s3cr3t@cache', 'redis://cache'],
  ['AWS_SECRET_ACCESS_KEY=abc/def+ghi', 'AWS_SECRET_ACCESS_KEY=(hidden)'],
  ['using AKIAIOSFODNN7EXAMPLE', 'using (hidden)'],
  ['jwt eyJhbGciOi.eyJzdWIiOi.c2ln', 'jwt (hidden)'],
  ['ghp_abcdefghijklmnop', '(hidden)'],
  ['-----BEGIN RSA PRIVATE KEY-----MIIE', '(hidden)'],
  ['a\n-----BEGIN PRIVATE KEY-----\nMIIE\nxyz\n-----END PRIVATE KEY-----\nb', 'a\n(hidden)\nb'],
  [`MIIE${'x'.repeat(60)}\n-----END PRIVATE KEY-----`, '(hidden)\n-----END PRIVATE KEY-----'],
  ['token expired', 'token expired'],
  ['listening on http://localhost:8080/path', 'listening on http://localhost:8080/path'],
  ['sha256:4bf92f3577b34da6a3ce929d0e0e4736', 'sha256:4bf92f3577b34da6a3ce929d0e0e4736'],
])('%s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test('values that are known are hidden wherever they stand, the longest first; short ones stand everywhere', () => {
  expect(maskText('got swordfish2 and swordfish, on', ['swordfish', 'swordfish2', 'on'])).toBe(
    'got (hidden) and (hidden), on',
  );
});

test('a long line takes no long time', () => {
  const started = threadTime('thread-self');
  maskText('a:'.repeat(50_000), []);
  maskText(`password${' '.repeat(50_000)}`, []);
  maskText(`x://${'y'.repeat(50_000)}`, []);

  expect(threadTime('thread-self') - started).toBeLessThan(10_000);
});
