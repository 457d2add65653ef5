import { Cluster, Repository } from 'cdk8s-gitops';
import { Guestbook } from '../apps/guestbook/guestbook.js';
import { dev } from './dev.js';
import { staging } from './staging.js';

const repository = new Repository({ {{repository}} });

/** The cluster that `gitops local up` starts on this machine. Others: Cluster.eks(…), Cluster.kubeconfig(…). */
const local = Cluster.kubeconfig(repository, 'local', { context: 'gitops-local' });

const applications = { guestbook: new Guestbook(repository) };

dev(repository, applications, local);
staging(repository, applications, local);

export default repository;
