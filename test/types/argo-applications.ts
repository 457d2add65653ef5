// What must not compile of the settings of Argo Applications, clusters and kustomizations. `tsc` reads this
// file in `npm test`.
import { AppProject, Cluster, Environment, Repository, SyncPolicy } from 'cdk8s-gitops';

const repository = new Repository({
  url: 'https://git.example.com/shop.git',
  argoApplicationName: ({ application, cluster }) => `${application}-${cluster}`,
  // a field that Argo CD adds tomorrow
  argoApplication: { spec: { newField: true, source: { kustomize: { newField: 1 } } } },
});
// @ts-expect-error a name is a text
new Repository({ url: '', argoApplicationName: () => 5 });
// @ts-expect-error the place has no namespace
new Repository({ url: '', argoApplicationName: ({ namespace }) => namespace });
// @ts-expect-error misspelt
new Repository({ url: '', rootApplication: { includes: '*' } });
// @ts-expect-error false or what it is like, not true
new Repository({ url: '', rootApplication: true });

const cluster = Cluster.inCluster(repository, 'here', { project: new AppProject(repository, 'shop'), shard: 1 });
// @ts-expect-error misspelt
Cluster.inCluster(repository, 'a', { secret: 'externl' });
// @ts-expect-error a shard is a number
Cluster.inCluster(repository, 'b', { shard: '1' });
// @ts-expect-error a list
Cluster.inCluster(repository, 'c', { namespaces: 'web' });

// @ts-expect-error a typed field has its type
new Environment(repository, 'a', { cluster, argoApplication: { spec: { revisionHistoryLimit: '3' } } });
// @ts-expect-error options are typed
SyncPolicy.with({ options: { serverSideAply: true } });
SyncPolicy.with({ options: { force: true }, syncOptions: ['NewOption=true'] });
