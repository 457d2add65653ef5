import { type Cluster, Environment, type Repository } from 'cdk8s-gitops';
import type { Applications } from './applications.js';

export function dev(repository: Repository, { guestbook }: Applications, cluster: Cluster): Environment {
  const environment = new Environment(repository, 'dev', { cluster, namespace: (namespace) => `${namespace}-dev` });

  guestbook.overlay(environment);

  return environment;
}
