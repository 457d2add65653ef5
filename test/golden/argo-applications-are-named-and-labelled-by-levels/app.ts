import { Environment, SyncPolicy } from 'cdk8s-gitops';
import { local, repository, Web } from '../../model/fixtures.js';

export default function build() {
  const root = repository({
    argoApplicationName: ({ application, cluster }) => `${cluster}-${application}`,
    argoApplicationFolder: ({ environment, cluster }) => `${environment}/${cluster}`,
    labels: { team: 'shop' },
    syncPolicy: SyncPolicy.with({ options: { serverSideApply: true }, syncOptions: ['NewOption=true'] }),
    argoApplication: { spec: { revisionHistoryLimit: 3 } },
    rootApplication: {
      name: 'shop',
      project: 'platform',
      labels: { team: 'platform' },
      exclude: 'clusters/*',
      syncPolicy: SyncPolicy.with({ prune: true, options: { pruneLast: true } }),
      argoApplication: { spec: { info: [{ name: 'runbook', value: 'https://example.com/runbook' }] } },
    },
  });
  const prod = new Environment(root, 'prod', {
    clusters: [local(root, 'eu'), local(root, 'us')],
    syncPolicy: SyncPolicy.automated({ prune: true }),
    annotations: { 'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'prod' },
    wave: 10,
  });
  new Web(root, 'web', {
    syncPolicy: SyncPolicy.with({ retry: { limit: 3 } }),
    ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
  }).overlay(prod, {
    labels: { tier: 'front' },
    syncPolicy: SyncPolicy.with({ options: { serverSideApply: false } }),
    argoApplication: { spec: { source: { kustomize: { commonAnnotations: { 'example.com/by': 'argo' } } } } },
  });
  return root;
}
