import { eksToken } from '../../../src/cluster/eks/token.js';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const now = new Date('2026-01-02T03:04:05Z');

// Recorded from `aws eks get-token` (aws-cli 1.45.11) with its clock held at that moment and the same keys.
test.each([
  {
    case: 'one region',
    clusterName: 'prod-eu',
    region: 'eu-west-1',
    credentials: KEYS,
    expected:
      'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-west-1%2Fsts%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=bb4a9d798eb5344788af0792214fc253000310ce5d97940fb5e485824ca14950',
  },
  {
    case: 'a session token',
    clusterName: 'prod-us',
    region: 'us-east-1',
    credentials: { ...KEYS, sessionToken: 'FQoGZXIvYXdzEXAMPLE//+=tok' },
    expected:
      'https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Security-Token=FQoGZXIvYXdzEXAMPLE%2F%2F%2B%3Dtok&X-Amz-Signature=130a230a30784170b32d6c2395307ec23d958ed9a19797c1799f76e7145ece74',
  },
  {
    case: 'another partition',
    clusterName: 'prod-cn',
    region: 'cn-north-1',
    credentials: KEYS,
    expected:
      'https://sts.cn-north-1.amazonaws.com.cn/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fcn-north-1%2Fsts%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=5b684d6542ed096442f79c83e7969a70a6fc1813622d500b024717d6c8fdcb96',
  },
])('the token is that of aws eks get-token: $case', async ({ clusterName, region, credentials, expected }) => {
  const token = await eksToken({ clusterName, region, credentials, now });

  expect(Buffer.from(token.slice(11), 'base64url').toString()).toBe(expected);
  expect(token.startsWith('k8s-aws-v1.')).toBe(true);
  expect(token).not.toMatch(/[=+/]/);
});
