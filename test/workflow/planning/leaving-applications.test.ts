import type { StoredInventory } from '../../../src/cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../../src/cluster/objects/desired.js';
import type { PruneOptions } from '../../../src/cluster/plan/prune-guards.js';
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

describe('which inventories left Git', () => {
  const [old, other] = [inventory('old'), inventory('other')];
  const foreign = { ...inventory('foreign'), repository: 'https://git.example.com/team/other' };
  const inventories = new Map([old, other, foreign].map((one) => [one.name, one]));
  const leaving = (applications: readonly DesiredApplication[], prune: PruneOptions = {}, pruneOrphaned = false) =>
    leavingApplications({ inventories, target: target(applications) }, { pruneOrphaned, prune });
  const names = (all: readonly StoredInventory[]) => all.map(({ application }) => application);

  test('neither those that are in Git, nor those of another repository', () => {
    const { orphans, withoutHeir, targets } = leaving([{ ...renamed, name: 'other', movedFrom: undefined }], {}, true);

    expect([names(orphans), names(withoutHeir)]).toEqual([['old'], ['old']]);
    expect(targets.map(({ application }) => application.name)).toEqual(['old']);
  });

  test('one that continues under another name is not reported as without an heir', () => {
    const { orphans, withoutHeir, targets } = leaving([renamed]);

    expect([names(orphans), names(withoutHeir)]).toEqual([['old', 'other'], ['other']]);
    expect(targets.map(({ application }) => application.name)).toEqual(['old']);
  });

  test('one that continues with Argo CD is not handed over by a sync', () => {
    const { withoutHeir, targets } = leaving([{ ...renamed, argocd: { prunes: true } }]);

    expect([names(withoutHeir), targets]).toEqual([['old', 'other'], []]);
  });

  test('it is an application without objects, with what its inventory says', () => {
    expect(leaving([], {}, true).targets[0]).toEqual({
      application: {
        name: 'old',
        instance: 'old',
        repository,
        labels: {},
        syncOptions: [],
        prune: true,
        wave: 0,
        file: '',
        content: '',
        objects: [],
      },
      objects: [],
      hooks: [],
      inventory: old,
    });
  });

  test.each<[string, boolean, PruneOptions, boolean]>([
    ['the new name prunes', true, {}, true],
    ['the new name does not prune', false, {}, false],
    ['the new name does not, and --prune', false, { prune: true }, true],
    ['the new name prunes, and --no-prune', true, { prune: false }, false],
  ])('what it leaves to its new name is deleted last, as that prunes: %s', (_, prunes, prune, expected) => {
    const [first] = leaving([{ ...renamed, prune: prunes }], prune).targets;

    expect(first?.application).toMatchObject({ prune: expected, wave: Number.MAX_SAFE_INTEGER });
  });
});
