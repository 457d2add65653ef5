import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { issueCertificate } from '../../../src/local-cluster/certificate.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../../helpers/engine.js';

interface Review {
  readonly request: { readonly uid: string; readonly name: string; readonly dryRun: boolean };
}

/** What the webhook does with one object: refuse it with these words, never answer, or let it pass. */
type Decision = { readonly refuse: string } | 'hang' | 'pass';

const servers: Server[] = [];
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await closeClients();
});

/** A real admission webhook on loopback, with TLS, for the ConfigMaps of one namespace. */
async function startWebhook(
  client: KubeClient,
  namespace: string,
  decide: (review: Review['request']) => Decision,
): Promise<void> {
  const authority = issueCertificate({ commonName: 'webhooks', use: 'authority', now: new Date() });
  const { certificate, key } = issueCertificate({
    commonName: 'localhost',
    use: 'server',
    hosts: ['127.0.0.1'],
    issuer: { ...authority, commonName: 'webhooks' },
    now: new Date(),
  });
  const server = createServer({ cert: certificate, key }, (incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    incoming.on('end', () => {
      const { request } = JSON.parse(text) as Review;
      const decision = decide(request);
      if (decision === 'hang') return;
      const allowed = decision === 'pass';
      const response = {
        uid: request.uid,
        allowed,
        ...(allowed ? {} : { status: { code: 403, message: decision.refuse } }),
      };
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response }));
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const configurations = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
  const webhook = {
    name: 'test.example.com',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    timeoutSeconds: 1,
    clientConfig: {
      url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      caBundle: Buffer.from(authority.certificate).toString('base64'),
    },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] }],
  };
  const body = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: namespace },
    webhooks: [webhook],
  };
  await client.request({ method: 'POST', path: configurations, body });
  cleanups.push(() => client.request({ method: 'DELETE', path: `${configurations}/${namespace}` }));
}

/** Until the API server asks the webhook: it learns of it a moment later. */
async function untilAsked(client: KubeClient, namespace: string, wasAsked: () => boolean): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  for (let attempt = 0; attempt < 200 && !wasAsked(); attempt += 1) {
    await client.request({ method: 'POST', path, query: { dryRun: 'All' }, body: configMap('probe') });
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function start(decide: (review: Review['request']) => Decision) {
  const [client, namespace] = [await testClient(), await testNamespace('admission')];
  const engine = new Engine(client);
  expect((await engine.sync([argoApplication(namespace, [configMap('old')])])).result.outcome).toBe('synced');
  let asked = false;
  await startWebhook(client, namespace, (review) => {
    asked = true;
    return review.name === 'probe' ? 'pass' : decide(review);
  });
  await untilAsked(client, namespace, () => asked);
  const path = (name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  return { client, namespace, engine, path };
}

test('what a webhook refuses stops the sync before anything is changed, with its words', async () => {
  const { client, namespace, engine, path } = await start(({ name }) =>
    name === 'bad' ? { refuse: 'no bad maps on a Friday' } : 'pass',
  );

  const { problems, messages } = await engine.sync([argoApplication(namespace, [configMap('good'), configMap('bad')])]);

  expect(problems).toHaveLength(1);
  expect(messages[0]).toContain('no bad maps on a Friday');
  expect(await read(client, path('good'))).toBeUndefined();
  expect(await read(client, path('old'))).toBeDefined();
});

test('what a webhook refuses only when it is applied fails the sync: nothing is deleted, and the inventory knows what is there', async () => {
  const { client, namespace, engine, path } = await start(({ name, dryRun }) =>
    name === 'bad' && !dryRun ? { refuse: 'not really' } : 'pass',
  );

  const { result } = await engine.sync([argoApplication(namespace, [configMap('good'), configMap('bad')])]);

  expect(result).toMatchObject({ outcome: 'failed', created: 1, deleted: 0 });
  expect(result.errors[0]?.message).toContain('not really');
  expect(await read(client, path('old'))).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name, live }) => `${name}${live ? '' : '?'}`)).toEqual([
    'bad?',
    'good',
    'old',
  ]);
});

test('a webhook that does not answer once is asked again', async () => {
  let hung = 0;
  const { namespace, engine } = await start(({ name, dryRun }) => {
    if (name !== 'slow' || dryRun || hung > 0) return 'pass';
    hung += 1;
    return 'hang';
  });

  expect((await engine.sync([argoApplication(namespace, [configMap('slow'), configMap('old')])])).result).toMatchObject(
    {
      outcome: 'synced',
      created: 1,
    },
  );
  expect(hung).toBe(1);
});
