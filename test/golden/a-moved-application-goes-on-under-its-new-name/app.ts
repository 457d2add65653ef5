import { Environment } from 'cdk8s-gitops';
import { local, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository({ deletion: 'foreground' }).moved({ from: 'web-prod', to: 'web-prod-eu' });
  new Web(root).overlay(new Environment(root, 'prod', { clusters: [local(root, 'eu')] }));
  return root;
}
