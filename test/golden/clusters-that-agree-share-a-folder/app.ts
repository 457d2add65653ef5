import { Cluster, Environment } from 'cdk8s-gitops';
import { CERTIFICATE, local, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository({
    output: 'deploy/live',
    branch: 'stable',
    argocdNamespace: 'gitops',
    rootApplication: { name: 'everything' },
  });
  const eks = Cluster.eks(root, 'eks', {
    region: 'eu-central-1',
    account: '012345678901',
    endpoint: 'https://ABC.gr7.eu-central-1.eks.amazonaws.com',
    certificateAuthority: CERTIFICATE,
    roleArn: 'arn:aws:iam::012345678901:role/deployer',
    labels: { region: 'eu' },
  });
  const prod = new Environment(root, 'prod', { clusters: [eks, local(root), Cluster.inCluster(root)] });
  new Web(root).overlay(prod);
  return root;
}
