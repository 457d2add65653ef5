import { Environment } from 'cdk8s-gitops';
import { local, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository();
  const prod = new Environment(root, 'prod', { clusters: [local(root, 'eu'), local(root, 'us')] });
  new Web(root).overlay(prod, {
    props: { host: 'eu.example.com' },
    clusters: { us: { props: { host: 'us.example.com' } } },
  });
  return root;
}
