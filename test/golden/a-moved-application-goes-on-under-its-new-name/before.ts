import { Environment } from 'cdk8s-gitops';
import { local, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository({ deletion: 'foreground' });
  new Web(root).overlay(new Environment(root, 'prod', { cluster: local(root, 'eu') }));
  return root;
}
