import type { StoredInventory } from '../../../src/cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../../src/cluster/objects/desired.js';
import type { ClusterTarget } from '../../../src/workflow/desired/cluster-target.js';
import { leavingApplications } from '../../../src/workflow/planning/leaving-applications.js';

const repository = 'https://git.example.com/team/gitops';

const inventory = (application: string, labels: Readonly<Record<string, string>> = {}): StoredInventory => ({
  name: `sync-${application}`,
  uid: '',
  resourceVersion: '1',
  shards: [],
  application,
  repository,
  labels,
  entries: [],
  history: [],
});

const renamed: DesiredApplication = {
  name: 'new',
  instance: 'new',
  movedFrom: 'old',
  repository,
  labels: {},
  syncOptions: ['Prune=false'],
  prune: true,
  wave: 0,
  file: 'new.yaml',
  content: '',
  objects: [],
};

const target = (applications: readonly DesiredApplication[]): ClusterTarget => ({
  secret: { type: 'kubeconfig', name: 'local', server: 'https://127.0.0.1:6443', labels: {} },
  applications,
  inGit: new Set(applications.map(({ name }) => `sync-${name}`)),
  repositories: new Set([repository]),
  ownRepositories: new Set([repository]),
});

test.each<
  [
    state: string,
    applications: readonly DesiredApplication[],
    labels: Readonly<Record<string, string>>,
    pruneOrphaned: boolean,
    syncOptions: readonly (readonly string[])[],
  ]
>([
  ['reported, without --prune-orphaned', [], {}, false, []],
  ['pruned with --prune-orphaned, without options of its own', [], {}, true, [[]]],
  ['kept, because its ApplicationSet keeps what it made', [], { 'cdk8s-gitops.io/keep-orphaned': 'true' }, true, []],
  ['handed to its new name, with the options of that', [renamed], {}, false, [['Prune=false']]],
])('an inventory that left Git is %s', (_state, applications, labels, pruneOrphaned, syncOptions) => {
  const old = inventory('old', labels);
  const inventories = new Map([[old.name, old]]);

  const leaving = leavingApplications({ inventories, target: target(applications) }, { pruneOrphaned, prune: {} });

  expect(leaving.orphans).toEqual([old]);
  expect(leaving.targets.map(({ application }) => application.syncOptions)).toEqual(syncOptions);
});
