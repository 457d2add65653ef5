import { Size } from 'cdk8s';
import { Environment, patch, type Repository, SyncPolicy } from 'cdk8s-gitops';
import type { Applications } from './applications.js';
import type { Clusters } from './clusters.js';

/** Two clusters. Somebody starts each sync. */
export function prod(
  repository: Repository,
  { backup, catalog, guestbook }: Applications,
  { eu, us }: Clusters,
  staging: Environment,
): Environment {
  const environment = new Environment(repository, 'prod', {
    clusters: [eu, us],
    promotesFrom: staging,
    syncPolicy: SyncPolicy.manual({ options: { pruneLast: true } }),
  });

  backup.overlay(environment, {
    props: { retentionDays: 35 },
    patches: ({ nightly }) => [patch(nightly, { spec: { schedule: '30 1 * * *' } })],
    wave: -10,
  });
  catalog.overlay(environment, {
    props: { maxReplicas: 12, storage: Size.gibibytes(50) },
    patches: ({ database }) => [
      patch(database, { spec: { template: { spec: { terminationGracePeriodSeconds: 120 } } } }),
    ],
  });
  guestbook.overlay(environment, {
    props: { host: 'shop.example.com', replicas: 6 },
    patches: ({ frontend }) => [
      patch(frontend, {
        spec: {
          minReadySeconds: 5,
          template: { spec: { containers: [{ name: 'frontend', resources: { limits: { memory: '256Mi' } } }] } },
        },
      }),
    ],
    clusters: { us: { props: { host: 'us.shop.example.com' } } },
  });

  return environment;
}
