import { Cluster } from '../../src/model/cluster.js';
import { Environment } from '../../src/model/environment.js';
import { environment, local, messages, repository, Web } from './fixtures.js';

test('an Environment counts the promotions that lead to it', () => {
  const root = repository();
  const dev = environment(root, 'dev');
  const staging = environment(root, 'staging', { promotesFrom: dev });

  expect([dev._depth, staging._depth, environment(root, 'prod', { promotesFrom: staging })._depth]).toEqual([0, 1, 2]);
});

test('an Environment without cluster, with one twice, or with one of another Repository is reported', () => {
  const root = repository();
  const cluster = local(root);

  new Environment(root, 'none', { clusters: [] });
  new Environment(root, 'twice', { clusters: [cluster, cluster] });
  new Environment(root, 'foreign', {
    cluster: local(repository()),
    promotesFrom: environment(repository(), 'elsewhere'),
  });
  environment(root, 'bad', { namespace: 'Bad' });

  expect(messages(root._problems)).toEqual([
    "MODEL_INVALID_VALUE: Environment 'none' has no cluster",
    "MODEL_INVALID_VALUE: Environment 'twice' lists a cluster twice",
    "MODEL_INVALID_VALUE: cluster 'local' belongs to another Repository",
    "MODEL_INVALID_VALUE: 'elsewhere' belongs to another Repository",
    expect.stringMatching(/namespace 'Bad' is not a DNS label/),
  ]);
});

test('an Environment that Argo CD delivers needs clusters that Argo CD can reach', () => {
  const root = repository();
  const far = Cluster.kubeconfig(root, 'far', { context: 'far', server: 'https://far.example.com' });
  const deliver = (id: string, ...clusters: Cluster[]) => new Environment(root, id, { clusters, delivery: 'argocd' });
  deliver('reached', far, Cluster.inCluster(root));
  deliver('lost', far, local(root, 'laptop'), local(root, 'desk'));

  expect(messages(root._problems)).toEqual([
    "MODEL_INVALID_VALUE: Environment 'lost' has Argo CD deliver to the cluster 'laptop', 'desk', which Argo CD cannot reach: it has no 'server'",
  ]);
  expect(root._problems[0]).toMatchObject({
    hint: "Give Cluster.kubeconfig the server's URL, or leave the delivery to 'sync'.",
    source: { file: expect.stringMatching(/environment\.test\.ts$/), line: expect.any(Number) },
  });
});

test('values that JavaScript lets pass are told with what there is', () => {
  const root = repository();
  const wrong = { delivery: 'argo', follow: 'x', deletion: 'y', promotesFrom: 'dev', syncPolicy: { prune: true } };
  environment(root, 'prod', wrong as never);
  new Web(root).overlay(environment(root, 'dev'), { syncPolicy: { prune: true } as never, namespace: 5 as never });

  expect(messages(root._problems)).toEqual([
    'MODEL_INVALID_VALUE: syncPolicy is not a SyncPolicy',
    "MODEL_INVALID_VALUE: promotesFrom 'dev' is not an Environment",
    "MODEL_INVALID_VALUE: delivery 'argo' is unknown",
    "MODEL_INVALID_VALUE: follow 'x' is unknown",
    "MODEL_INVALID_VALUE: deletion 'y' is unknown",
    "MODEL_INVALID_VALUE: namespace '5' is not a string",
    'MODEL_INVALID_VALUE: syncPolicy is not a SyncPolicy',
  ]);
});
