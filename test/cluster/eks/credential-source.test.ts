import { credentialSource } from '../../../src/cluster/eks/credential-source.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA' };
const WEB = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' };

test.each([
  {
    case: 'a profile of the access file',
    access: { profile: 'a', environment: { ...KEYS, AWS_PROFILE: 'b' } },
    kind: 'profile',
    words: "profile 'a'",
  },
  {
    case: 'keys',
    access: { environment: { ...KEYS, AWS_PROFILE: 'b' } },
    kind: 'keys',
    words: "'AWS_ACCESS_KEY_ID' of the environment",
  },
  { case: 'AWS_PROFILE', access: { environment: { ...WEB, AWS_PROFILE: 'b' } }, kind: 'profile', words: "profile 'b'" },
  {
    case: 'an empty AWS_PROFILE',
    access: { environment: { ...WEB, AWS_PROFILE: '' } },
    kind: 'web-identity',
    words: "the web identity of '/token'",
  },
  {
    case: 'a container',
    access: { environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x' } },
    kind: 'container',
    words: "the container's role",
  },
  { case: 'nothing that is known', access: { environment: {} }, kind: 'chain', words: 'the AWS credential chain' },
])('the source that counts: $case', ({ access, kind, words }) => {
  expect(credentialSource(access)).toMatchObject({ kind, words });
});
