import { Cluster, Environment, patch, RawObject, remove, SyncPolicy } from 'cdk8s-gitops';
import { environment, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository();
  const web = new Web(root, 'web', {
    project: 'shop',
    ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
  });
  const dev = environment(root, 'dev', {
    namespace: (own) => `${own}-dev`,
    syncPolicy: SyncPolicy.automated({ prune: true }),
  });
  // Argo CD has to reach what it delivers to.
  const cluster = Cluster.kubeconfig(root, 'prod-cluster', {
    context: 'prod-cluster',
    server: 'https://prod.example.com',
  });
  const prod = new Environment(root, 'prod', {
    cluster,
    promotesFrom: dev,
    delivery: 'argocd',
    deletion: 'foreground',
  });

  web.overlay(dev);
  web.overlay(prod, {
    props: { image: 'registry.example.com/web:2.0.0', replicas: 5 },
    patches: ({ web: deployment, settings }) => [
      patch(deployment, { metadata: { annotations: { tier: 'gold' } } }),
      remove(settings),
    ],
    resources: (scope) => {
      new RawObject(scope, 'budget', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web' },
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
      });
    },
    wave: 10,
    labels: { team: 'shop' },
  });
  return root;
}
