import type { ClusterSecret } from '../../../src/argocd/clusters/cluster-secret.js';
import { parseClusterRecord, toClusterRecordManifest } from '../../../src/cluster/identity/cluster-record.js';
import {
  checkIdentities,
  checkPins,
  type IdentifiedCluster,
  type IdentityRules,
  identify,
} from '../../../src/cluster/identity/guard.js';
import { closeClients, testClient } from '../../helpers/api.js';

afterEach(closeClients);

test('the identity of a cluster is the UID of its kube-system', async () => {
  const [first, second] = [await identify(await testClient()), await identify(await testClient())];

  expect(first.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toEqual(first);
});

describe('identities', () => {
  const record = (uid: string, ...names: string[]) => ({ uid, names });

  interface Case {
    readonly case: string;
    readonly clusters: readonly IdentifiedCluster[];
    readonly rules?: IdentityRules;
    readonly message?: string;
  }

  test.each<Case>([
    { case: 'never synced', clusters: [{ name: 'a', uid: '1' }] },
    { case: 'synced before', clusters: [{ name: 'a', uid: '1', record: record('1', 'a') }] },
    {
      case: 'two clusters',
      clusters: [
        { name: 'a', uid: '1' },
        { name: 'b', uid: '2' },
      ],
    },
    {
      case: 'shared by the access file, either way round',
      clusters: [
        { name: 'a', uid: '1' },
        { name: 'b', uid: '1' },
      ],
      rules: { accessFile: { clusters: { b: { sharedWith: ['a'] } } } },
    },
    {
      case: 'shared by the flag',
      clusters: [{ name: 'a', uid: '1', record: record('1', 'b') }],
      rules: { allowShared: true },
    },
    { case: 'already recorded under both names', clusters: [{ name: 'a', uid: '1', record: record('1', 'a', 'b') }] },
    { case: 'pinned', clusters: [{ name: 'a', uid: '1' }], rules: { accessFile: { clusters: { a: { uid: '1' } } } } },
  ])('are accepted: $case', ({ clusters, rules }) => {
    expect(checkIdentities(clusters, rules)).toEqual([]);
  });

  test.each<Case>([
    {
      case: 'another name',
      clusters: [{ name: 'a', uid: '1', record: record('1', 'b') }],
      message: "cluster 'a' is the cluster that was synced before as 'b'",
    },
    {
      case: 'one cluster twice',
      clusters: [
        { name: 'a', uid: '1' },
        { name: 'b', uid: '1' },
      ],
      message: "cluster 'a' and cluster 'b' are one and the same cluster (UID '1')",
    },
    {
      case: 'a pin',
      clusters: [{ name: 'a', uid: '1' }],
      rules: { accessFile: { clusters: { a: { uid: '2' } } } },
      message: "cluster 'a' has the UID '1', but the access file pins '2'",
    },
    {
      case: 'a restored record',
      clusters: [{ name: 'a', uid: '1', record: record('9', 'a') }],
      message: "cluster 'a' has the UID '1', but its record says '9': the record was restored from another cluster",
    },
  ])('are refused: $case', ({ clusters, rules, message }) => {
    expect(checkIdentities(clusters, rules).map((error) => [error.code, error.message])).toEqual([
      ['CLUSTER_WRONG_CLUSTER', message],
    ]);
  });

  test('all problems are told', () => {
    expect(
      checkIdentities([
        { name: 'a', uid: '1' },
        { name: 'b', uid: '1' },
        { name: 'c', uid: '1' },
      ]),
    ).toHaveLength(3);
  });
});

describe('pins of an EKS cluster', () => {
  const server = 'https://ABC.gr7.eu-west-1.eks.amazonaws.com';
  const secret: ClusterSecret = {
    name: 'prod',
    type: 'eks',
    server,
    caData: Buffer.from('-----CA-----\n').toString('base64'),
    labels: {},
  };
  const endpoint = (over: object) => ({
    cluster: 'prod',
    server,
    certificateAuthority: '-----CA-----',
    via: "context 'x'",
    credentials: async () => ({ headers: {} }),
    ...over,
  });

  test.each([
    { case: 'the pinned address and CA', over: { server: server.toLowerCase() } },
    { case: 'a tunnel', over: { server: 'https://localhost:6443', certificateAuthority: 'other' } },
  ])('accept $case', ({ over }) => {
    expect(checkPins(secret, endpoint(over))).toEqual([]);
  });

  test.each([
    {
      case: 'another EKS cluster',
      over: { server: 'https://DEF.gr7.eu-west-1.eks.amazonaws.com' },
      message: /is reached at 'def\.gr7/,
    },
    {
      case: 'another CA',
      over: { certificateAuthority: 'other' },
      message: /with another CA than the repository pins/,
    },
    { case: 'no check of the certificate', over: { insecure: true }, message: /without checking its certificate/ },
  ])('refuse $case', ({ over, message }) => {
    expect(checkPins(secret, endpoint(over))).toEqual([
      expect.objectContaining({ code: 'CLUSTER_WRONG_CLUSTER', message: expect.stringMatching(message) }),
    ]);
  });
});

test('the record of a cluster is read back as it was written', () => {
  const record = { uid: '1', names: ['b', 'a', 'b'] };

  expect(parseClusterRecord(toClusterRecordManifest(record, 'gitops-system'))).toEqual({ uid: '1', names: ['a', 'b'] });
  expect(parseClusterRecord(undefined)).toBeUndefined();
});
