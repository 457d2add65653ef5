import { Environment, type Repository, SyncPolicy } from 'cdk8s-gitops';
import type { Applications } from './applications.js';
import type { Clusters } from './clusters.js';

/** As prod, but smaller and on one cluster. */
export function staging(
  repository: Repository,
  { backup, catalog, guestbook }: Applications,
  { staging: cluster }: Clusters,
  dev: Environment,
): Environment {
  const environment = new Environment(repository, 'staging', {
    cluster,
    promotesFrom: dev,
    syncPolicy: SyncPolicy.automated({ prune: true, selfHeal: true, retry: { limit: 3 } }),
  });

  backup.overlay(environment, { props: { retentionDays: 7 }, wave: -10 });
  catalog.overlay(environment);
  guestbook.overlay(environment, { props: { host: 'staging.shop.example.com', replicas: 2 } });

  return environment;
}
