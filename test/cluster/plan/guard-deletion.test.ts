import { type GuardContext, guardDeletion } from '../../../src/cluster/plan/prune-guards.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { entryOf, liveOf, type Sketch } from '../../helpers/decisions.js';

// "Why was this kept?" In the order of docs/pruning.md, "Deleting" and "Delete". An object that left Git is
// deleted when none of it holds.

type Case = Omit<Partial<GuardContext>, 'application'> & {
  readonly object?: Sketch;
  /** What is different in the cluster. */
  readonly live?: Partial<KubeObject['metadata']>;
  /** The UID that the inventory remembers; `null`: none. Default: that of the live object. */
  readonly uid?: string | null;
  readonly application?: Partial<GuardContext['application']>;
};

function guard({ object = { namespace: 'shop' }, live, uid = 'uid-1', application, ...context }: Case) {
  return guardDeletion(entryOf(object, { uid: uid ?? undefined }), liveOf(object, live), {
    application: { instance: 'shop', syncOptions: [], prune: true, ...application },
    options: {},
    inventoryNamespace: 'gitops-system',
    ...context,
  });
}

const tracked = (id: string): Case => ({ live: { annotations: { 'argocd.argoproj.io/tracking-id': id } } });
/** As our own apply left it: nobody has changed the annotation since. */
const trackedByUs = (id: string): Case => {
  const fieldsV1 = { 'f:metadata': { 'f:annotations': { 'f:argocd.argoproj.io/tracking-id': {} } } };
  const managedFields = [{ manager: 'cdk8s-gitops', operation: 'Apply', fieldsV1 }];
  return { live: { annotations: { 'argocd.argoproj.io/tracking-id': id }, managedFields } };
};
const asks = (options: string): Case => ({ object: { namespace: 'shop', options } });
const keeps = (policy: string): Case => ({ object: { annotations: { 'helm.sh/resource-policy': policy } } });
const namespace = (name: string): Case => ({ object: { kind: 'Namespace', name }, options: { pruneProtected: true } });
const project = (permits: boolean): Case => ({ application: { project: { name: 'team', permits: () => permits } } });
const ownedBy = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'u' };

describe('it is deleted', () => {
  test.each<[string, Case]>([
    ['an object that left Git', {}],
    ['one whose creation was interrupted before its UID was known', { uid: null }],
    ['one that Argo CD tracks for this very Argo Application', tracked('shop:/ConfigMap:shop/a')],
    [
      'one that we track under the name that it has for an Argo CD in another namespace',
      trackedByUs('argocd_shop:/ConfigMap:shop/a'),
    ],
    [
      'one that Argo CD tracks, which runs in another namespace',
      { ...tracked('argocd_shop:/ConfigMap:shop/a'), application: { trackedAs: 'argocd_shop' } },
    ],
    ['one with a tracking annotation that was copied from another object', tracked('other:/ConfigMap:shop/b')],
    ['one with an empty list of owners', { live: { ownerReferences: [] } }],
    [
      'pruning is off in the Argo Application, and asked for',
      { application: { prune: false }, options: { prune: true } },
    ],
    ['the AppProject permits it', project(true)],
    [
      'its own Prune=true goes before Prune=false of the Argo Application',
      { ...asks('Prune=true'), application: { syncOptions: ['Prune=false'] } },
    ],
    ['Prune=confirm, with --confirm-prune', { ...asks('Prune=confirm'), options: { confirmPrune: true } }],
    [
      'Prune=confirm, and deletion-approved is newer than the last run',
      { ...asks('Prune=confirm'), application: { deletionConfirmed: true } },
    ],
    ['Delete=false, and only the object left Git', asks('Delete=false')],
    ['Delete=confirm, and only the object left Git', asks('Delete=confirm')],
    [
      'Delete=confirm, by `gitops delete --confirm-prune`',
      { ...asks('Delete=confirm'), options: { deleting: true, confirmPrune: true } },
    ],
    ['another resource policy of Helm', keeps('delete')],
    ['one without annotations', { live: { annotations: undefined } }],
    ['a Namespace, with --prune-protected', namespace('shop')],
    ['an object of another kind that has the name of the inventory namespace', { object: { name: 'gitops-system' } }],
    [
      'a kind of another group that is called Namespace',
      { object: { apiVersion: 'example.com/v1', kind: 'Namespace', name: 'kube-system' } },
    ],
  ])('%s', (_, given) => {
    expect(guard(given)).toBeUndefined();
  });
});

describe('it stays, is not ours any more, and leaves the inventory', () => {
  test.each<[string, Case, string]>([
    ['it has another UID than the one we made', { uid: 'uid-0' }, 'replaced by another object of that name'],
    ['it has an owner', { live: { ownerReferences: [ownedBy] } }, 'belongs to Widget w'],
    [
      'another Argo Application tracks it',
      tracked('other:/ConfigMap:shop/a'),
      "tracked by the Argo Application 'other'",
    ],
    [
      'an Argo Application of its name in another namespace tracks it',
      tracked('argocd_shop:/ConfigMap:shop/a'),
      "tracked by the Argo Application 'argocd_shop'",
    ],
  ])('%s', (_, given, reason) => {
    expect(guard(given)).toEqual({ reason, retained: false });
  });
});

describe('it stays, and is reported in every run', () => {
  const never = 'this namespace is never deleted';
  const confirm = (option: string) =>
    `its sync option ${option}=confirm: deleted with --confirm-prune, or once argocd.argoproj.io/deletion-approved says when`;
  const confirmOnly = (option: string) => `its sync option ${option}=confirm: deleted with --confirm-prune`;
  const crd: Sketch = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'widgets.example.com',
  };

  test.each<[string, Case, string]>([
    ['it is being deleted', { live: { deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'is being deleted already'],
    ['--no-prune', { options: { prune: false } }, 'pruning is off'],
    ['automated without prune: true', { application: { prune: false } }, 'pruning is off'],
    ['the inventory namespace', namespace('gitops-system'), never],
    ['the namespace default', namespace('default'), never],
    ['the namespace kube-system', namespace('kube-system'), never],
    ['the namespace kube-public', namespace('kube-public'), never],
    ['the namespace kube-node-lease', namespace('kube-node-lease'), never],
    ['the AppProject no longer permits it', project(false), "the AppProject 'team' does not permit it any more"],
    ['Prune=false', asks('Prune=false'), 'its sync option Prune=false'],
    ['Prune=false among others', asks('Validate=false, Prune=false'), 'its sync option Prune=false'],
    [
      'Prune=false of the Argo Application',
      { application: { syncOptions: ['Prune=false'] } },
      'its sync option Prune=false',
    ],
    [
      'Prune=false, though confirmed',
      { ...asks('Prune=false'), options: { confirmPrune: true } },
      'its sync option Prune=false',
    ],
    ['Prune=confirm', asks('Prune=confirm'), confirm('Prune')],
    [
      'Prune=confirm, and the approval is older than the last run',
      { ...asks('Prune=confirm'), application: { deletionConfirmed: false } },
      confirm('Prune'),
    ],
    ['Prune=confirm of the Argo Application', { application: { syncOptions: ['Prune=confirm'] } }, confirm('Prune')],
    ['helm.sh/resource-policy: keep', keeps('keep'), 'its annotation helm.sh/resource-policy: keep'],
    ['a Namespace', { object: { kind: 'Namespace' } }, 'a Namespace is deleted only with --prune-protected'],
    [
      'a CustomResourceDefinition',
      { object: crd },
      'a CustomResourceDefinition is deleted only with --prune-protected',
    ],
    [
      'a PersistentVolume',
      { object: { kind: 'PersistentVolume' } },
      'a PersistentVolume is deleted only with --prune-protected',
    ],
    [
      'a PersistentVolumeClaim',
      { object: { kind: 'PersistentVolumeClaim' } },
      'a PersistentVolumeClaim is deleted only with --prune-protected',
    ],
    [
      '`gitops delete`: Delete=false',
      { ...asks('Delete=false'), options: { deleting: true } },
      'its sync option Delete=false',
    ],
    [
      '`gitops delete`: Delete=false of the Argo Application',
      { application: { syncOptions: ['Delete=false'] }, options: { deleting: true } },
      'its sync option Delete=false',
    ],
    [
      '`gitops delete`: Prune=false',
      { ...asks('Prune=false'), options: { deleting: true } },
      'its sync option Prune=false',
    ],
    // An approval is read from the Argo Application of a sync: there is none here.
    [
      '`gitops delete`: Delete=confirm',
      { ...asks('Delete=confirm'), options: { deleting: true } },
      confirmOnly('Delete'),
    ],
    ['`gitops delete`: Prune=confirm', { ...asks('Prune=confirm'), options: { deleting: true } }, confirmOnly('Prune')],
    ['--prune-orphaned: Prune=confirm', { ...asks('Prune=confirm'), cascade: true }, confirmOnly('Prune')],
  ])('%s', (_, given, reason) => {
    expect(guard(given)).toEqual({ reason, retained: true });
  });
});

describe('of several reasons the first is told', () => {
  const owned: Case['live'] = { ownerReferences: [ownedBy], deletionTimestamp: '2026-01-01T00:00:00Z' };

  test.each<[string, Case, string]>([
    ['another UID, before an owner', { uid: 'uid-0', live: owned }, 'replaced by another object of that name'],
    ['an owner, before that it is being deleted', { live: owned, options: { prune: false } }, 'belongs to Widget w'],
    [
      'pruning is off, before what the object says',
      { ...asks('Prune=false'), options: { prune: false } },
      'pruning is off',
    ],
    [
      'never deleted, before the AppProject',
      { ...namespace('default'), ...project(false) },
      'this namespace is never deleted',
    ],
    [
      'what the object says, before its kind',
      { object: { kind: 'PersistentVolumeClaim', namespace: 'shop', options: 'Prune=false' } },
      'its sync option Prune=false',
    ],
  ])('%s', (_, given, reason) => {
    expect(guard(given)?.reason).toBe(reason);
  });
});

test('the AppProject is asked about kind and namespace of the very object', () => {
  const asked: unknown[] = [];
  const permits = (object: unknown): boolean => asked.push(object) > 0;

  guard({ application: { project: { name: 'team', permits } } });

  expect(asked).toEqual([expect.objectContaining({ group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' })]);
});
