import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { startEksFront } from '../helpers/aws/eks-front.js';
import { startFakeAws } from '../helpers/aws/fake-aws.js';
import { testCluster } from '../helpers/cluster.js';
import { ARN, FAILED, FAILURES, type Failure, later, NAME, REGION, sso } from './eks-failures.js';
import { REFUSALS } from './eks-refusals.js';
import { eksRepository } from './eks-repository.js';

// What the command says when a login does not work: one error with the next action, and nothing that is
// secret.

let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await testCluster();
}, 900_000);

interface ErrorDocument {
  readonly kind: string;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly hint: string }[];
}

async function run(failure: Pick<Failure, 'prepare' | 'cluster'>, names: readonly string[] = ['prod']) {
  await using aws = await startFakeAws();
  await using front = await startEksFront({ aws, cluster, clusterName: NAME, region: REGION });
  const facts = {
    server: front.server,
    caData: front.certificateAuthority,
    arn: ARN,
    eksName: NAME,
    ...failure.cluster,
  };
  using repository = eksRepository(names.map((name) => ({ name, ...facts })));
  const environment = { AWS_ENDPOINT_URL: aws.url, ...failure.prepare({ aws, front, repository }) };
  const { code, out, err } = await repository.gitops('status', environment, '--output', 'json');
  const last = JSON.parse(out.trim().split('\n').at(-1) ?? '') as ErrorDocument;
  const printed = out + err;
  const secrets = [...aws.secrets, 'hunter2'].filter((secret) => printed.includes(secret));
  return { code, err, document: last, secrets, requests: aws.requests };
}

describe('one clear error for', () => {
  test.each([...FAILURES, ...REFUSALS])(
    '$case',
    async (failure) => {
      const { code, document, secrets } = await run(failure);

      expect(document).toMatchObject({
        kind: 'Error',
        problems: [
          {
            code: failure.code,
            message: expect.stringContaining(failure.says),
            hint: expect.stringContaining(failure.hint),
          },
        ],
      });
      expect(document.problems).toHaveLength(1);
      expect(code).toBe(1);
      expect(secrets).toEqual([]);
    },
    180_000,
  );
});

test('one login for three clusters is asked once, and its failure is told once', async () => {
  const prepare: Failure['prepare'] = (place) => {
    place.aws.fail = ({ service }) =>
      service === 'sso'
        ? { status: 401, code: 'UnauthorizedException', message: 'Session token not found or invalid' }
        : undefined;
    return sso(place, { accessToken: 'sso-secret-1', expiresAt: later() });
  };

  const { document, requests } = await run({ prepare }, ['one', 'two', 'three']);

  expect(document.problems).toEqual([
    expect.objectContaining({ code: FAILED, hint: expect.stringContaining('aws sso login --profile deploy') }),
  ]);
  expect(requests.map(({ service }) => service)).toEqual(['sso']);
});
