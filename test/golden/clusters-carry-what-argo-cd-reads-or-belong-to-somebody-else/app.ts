import { AppProject, Cluster, Environment } from 'cdk8s-gitops';
import { CERTIFICATE, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository();
  const shop = new AppProject(root, 'shop', {
    labels: { team: 'shop' },
    annotations: { 'example.com/owner': 'platform' },
    metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    orphanedResources: { warn: true },
  });
  const eu = Cluster.eks(root, 'eu', {
    region: 'eu-central-1',
    account: '111111111111',
    endpoint: 'https://ABC.gr7.eu-central-1.eks.amazonaws.com',
    certificateAuthority: CERTIFICATE,
    labels: { region: 'eu' },
    annotations: { 'example.com/owner': 'platform' },
    project: shop,
    namespaces: ['web', 'web-tools'],
    clusterResources: true,
    shard: 1,
    secret: {
      metadata: { finalizers: ['example.com/keep'] },
      config: { awsAuthConfig: { profile: 'shop' }, tlsClientConfig: { serverName: 'kubernetes' } },
    },
  });
  const us = Cluster.eks(root, 'us', {
    region: 'us-east-1',
    account: '111111111111',
    name: 'shop-prod',
    endpoint: 'https://DEF.gr7.us-east-1.eks.amazonaws.com',
    certificateAuthority: CERTIFICATE,
    destinationName: 'arn:aws:eks:us-east-1:111111111111:cluster/shop-prod',
    secret: 'external',
  });
  const prod = new Environment(root, 'prod', { clusters: [eu, us] });
  new Web(root, 'web', { project: shop }).overlay(prod);
  return root;
}
