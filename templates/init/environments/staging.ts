import { type Cluster, Environment, patch, type Repository } from 'cdk8s-gitops';
import type { Applications } from './applications.js';

export function staging(repository: Repository, { guestbook }: Applications, cluster: Cluster): Environment {
  const environment = new Environment(repository, 'staging', { cluster, namespace: (namespace) => `${namespace}-staging` });

  guestbook.overlay(environment, {
    props: { replicas: 2 },
    patches: ({ web }) => [patch(web, { spec: { minReadySeconds: 1 } })],
  });

  return environment;
}
