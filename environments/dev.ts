import { Size } from 'cdk8s';
import { Environment, type Repository, remove, SyncPolicy } from 'cdk8s-gitops';
import type { Applications } from './applications.js';
import type { Clusters } from './clusters.js';

/** One small copy of everything, on the machine of whoever develops. */
export function dev(
  repository: Repository,
  { backup, catalog, guestbook }: Applications,
  { local }: Clusters,
): Environment {
  const environment = new Environment(repository, 'dev', {
    cluster: local,
    syncPolicy: SyncPolicy.automated({ prune: true, selfHeal: true }),
  });

  backup.overlay(environment, { props: { retentionDays: 1 }, wave: -10 });
  catalog.overlay(environment, {
    props: { storage: Size.mebibytes(256), storageClass: 'local' },
    patches: ({ autoscaler }) => [remove(autoscaler)],
  });
  guestbook.overlay(environment, { props: { host: 'guestbook.localhost' } });

  return environment;
}
