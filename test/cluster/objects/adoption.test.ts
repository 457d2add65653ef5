import {
  type AdoptionContext,
  type KnownSet,
  refuseAdoption,
  refuseRunning,
  refuseShared,
} from '../../../src/cluster/objects/adoption.js';
import type { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { desiredOf, objectOf, type Sketch } from '../../helpers/decisions.js';

// "Why was this refused?" An object exists that Git wants and is no member of our set: docs/ownership.md,
// "Objects", and docs/delivery.md, "A running Argo CD".

const PART_OF = 'applyset.kubernetes.io/part-of';
const TRACKING = 'argocd.argoproj.io/tracking-id';
const INSTANCE = 'app.kubernetes.io/instance';

type Metadata = Partial<KubeObject['metadata']>;

interface Case {
  /** Metadata of what exists. */
  readonly stranger?: Metadata;
  readonly git?: Sketch;
  readonly context?: Partial<AdoptionContext>;
}

const memberOf = (set: string): Metadata => ({ labels: { [PART_OF]: set } });
const trackedBy = (application: string, name = 'a'): Metadata => ({
  annotations: { [TRACKING]: `${application}:/ConfigMap:shop/${name}` },
});
const managedBy = (manager: string, operation = 'Update', fieldsV1: object = { 'f:data': {} }): Metadata => ({
  managedFields: [{ manager, operation, fieldsV1 }],
});
const labelled: Metadata = { labels: { [INSTANCE]: 'web' } };
const running = { application: 'argocd/shop', automated: true };
const takeover: Partial<AdoptionContext> = { policy: { takeover: true } };
const only = (...adoptable: readonly string[]): Partial<AdoptionContext> => ({ policy: { adoptable } });
const other = (...wants: readonly string[]): Partial<AdoptionContext> => setOf({ wants: new Set(wants) });
const foreign = (...wants: readonly string[]): Partial<AdoptionContext> =>
  setOf({ wants: new Set(wants), from: 'inventory', foreign: true });
const setOf = (set: Partial<KnownSet>, id = 'set-other'): Partial<AdoptionContext> => ({
  sets: new Map<string, KnownSet>([
    [id, { application: 'other', wants: new Set(), from: 'git', foreign: false, ...set }],
  ]),
});
const key = '/ConfigMap/shop/a';

function refuse({ stranger = {}, git = {}, context = {} }: Case): GitopsError | undefined {
  const desired = desiredOf({ namespace: 'shop', ...git });
  return refuseAdoption(desired, objectOf({ namespace: 'shop', metadata: stranger }), {
    trackedAs: 'shop',
    setId: 'set-shop',
    sets: new Map(),
    adopt: false,
    ...context,
  });
}

describe('may be applied', () => {
  test.each<[string, Case]>([
    ['it carries the label of our set', { stranger: memberOf('set-shop') }],
    [
      'another Argo Application of the run owns it and does not want it any more',
      { stranger: memberOf('set-other'), context: other() },
    ],
    [
      'the same, and the other one wants another object',
      { stranger: memberOf('set-other'), context: other('/ConfigMap/shop/b') },
    ],
    [
      'the inventory of another repository does not list it any more',
      { stranger: memberOf('set-other'), context: foreign('/ConfigMap/shop/b') },
    ],
    [
      'the inventory of another repository lists it, and --adopt-only names it',
      { stranger: memberOf('set-other'), context: { ...foreign(key), ...only('ConfigMap/a') } },
    ],
    ['it appeared while it was to be made, and nobody owns it', { context: { appeared: true } }],
    ['--adopt', { context: { adopt: true } }],
    ['--adopt of what another tool tracks', { stranger: trackedBy('web'), context: { adopt: true } }],
    ['an adoption that was interrupted goes on', { context: { begun: true } }],
    ['--adopt-only KIND/NAME', { context: only('ConfigMap/a') }],
    ['--adopt-only KIND/NAMESPACE/NAME', { context: only('ConfigMap/shop/a') }],
    ['--adopt-only NAMESPACE', { context: only('elsewhere', 'shop') }],
    ['the annotation in Git', { git: { annotations: { 'cdk8s-gitops.io/adopt': 'true' } } }],
    ['--takeover of what Argo CD tracks', { stranger: trackedBy('web'), context: takeover }],
    [
      '--takeover of what a running Argo CD delivers',
      { stranger: trackedBy('web'), context: { ...takeover, running } },
    ],
    [
      '--takeover by the older label, written by Argo CD',
      { stranger: { ...labelled, ...managedBy('argocd-controller') }, context: takeover },
    ],
  ])('%s', (_, given) => {
    expect(refuse(given)).toBeUndefined();
  });
});

describe('belongs to another Argo Application of ours (CLUSTER_SHARED_OBJECT)', () => {
  test.each<[string, Case]>([
    ['which wants it', { stranger: memberOf('set-other'), context: other(key) }],
    ['--adopt does not take it', { stranger: memberOf('set-other'), context: { ...other(key), adopt: true } }],
    [
      '--adopt-only does not take it',
      { stranger: memberOf('set-other'), context: { ...other(key), ...only('ConfigMap/a') } },
    ],
    [
      '--takeover does not take it',
      { stranger: { ...memberOf('set-other'), ...trackedBy('other') }, context: { ...other(key), ...takeover } },
    ],
    [
      'this is told before that a running Argo CD delivers it',
      { stranger: memberOf('set-other'), context: { ...other(key), running } },
    ],
  ])('%s', (_, given) => {
    expect(refuse(given)).toMatchObject({
      code: 'CLUSTER_SHARED_OBJECT',
      message: "ConfigMap shop/a belongs to the Argo Application 'other'",
      object: 'ConfigMap shop/a',
      hint: expect.stringContaining('to move it, sync both in one run'),
    });
  });
});

test.each<[string, Partial<AdoptionContext>]>([
  ['its inventory lists it', foreign(key)],
  ['--adopt does not take it', { ...foreign(key), adopt: true }],
  ['it appeared while it was to be made', { ...foreign(key), appeared: true }],
])("belongs to another repository's Argo Application: %s", (_, context) => {
  expect(refuse({ stranger: memberOf('set-other'), context })).toMatchObject({
    code: 'CLUSTER_SHARED_OBJECT',
    message: "ConfigMap shop/a belongs to the Argo Application 'other' of another repository",
    hint: expect.stringContaining('--adopt-only'),
  });
});

test.each<[string, Metadata, Partial<AdoptionContext>, string | undefined]>([
  ['another Argo Application wants it', memberOf('set-other'), other(key), 'CLUSTER_SHARED_OBJECT'],
  ['another Argo Application does not want it any more', memberOf('set-other'), other(), undefined],
  ['it is ours, and we want it', memberOf('set-shop'), setOf({ wants: new Set([key]) }, 'set-shop'), undefined],
  ['its set is not known', memberOf('set-theirs'), other(key), undefined],
  ['it is in no set', {}, other(key), undefined],
])('a member of a set: %s', (_, metadata, { sets = new Map() }, code) => {
  const live = objectOf({ namespace: 'shop', metadata });

  expect(refuseShared(desiredOf({ namespace: 'shop' }), live, { setId: 'set-shop', sets })?.code).toBe(code);
});

describe('is delivered by a running Argo CD (CLUSTER_ARGOCD_OWNS)', () => {
  const by = (context: Partial<AdoptionContext> = {}): Partial<AdoptionContext> => ({ running, ...context });

  test.each<[string, Case]>([
    ['and is not ours', { context: by() }],
    ['and is ours', { stranger: memberOf('set-shop'), context: by() }],
    ['and another Argo Application of ours gave it up', { stranger: memberOf('set-other'), context: by(other()) }],
    ['--adopt does not take it', { context: by({ adopt: true }) }],
    ['--adopt-only does not take it', { context: by(only('ConfigMap/a')) }],
    [
      'the annotation in Git does not take it',
      { git: { annotations: { 'cdk8s-gitops.io/adopt': 'true' } }, context: by() },
    ],
    ['an interrupted adoption does not go on', { context: by({ begun: true }) }],
  ])('%s', (_, given) => {
    expect(refuse(given)).toMatchObject({ code: 'CLUSTER_ARGOCD_OWNS', object: 'ConfigMap shop/a' });
  });

  test.each([
    [true, 'syncs it by itself'],
    [false, 'syncs it by hand'],
  ])('automated: %s is told as: %s', (automated, how) => {
    expect(refuseRunning(desiredOf({ namespace: 'shop' }), { running: { ...running, automated } })).toMatchObject({
      message: `a running Argo CD delivers ConfigMap shop/a: its Application 'argocd/shop' lists it and ${how}`,
      hint: expect.stringContaining('sync with --takeover'),
    });
  });

  test.each<[string, Pick<AdoptionContext, 'policy' | 'running'>]>([
    ['no Argo CD delivers it', {}],
    ['--takeover', { running, ...takeover }],
  ])('what is ours may be applied: %s', (_, context) => {
    expect(refuseRunning(desiredOf({ namespace: 'shop' }), context)).toBeUndefined();
  });
});

describe('is not ours (CLUSTER_NOT_OURS)', () => {
  const ours = managedBy('cdk8s-gitops', 'Apply').managedFields ?? [];
  const hidden = (more: Metadata): Metadata => ({ managedFields: ours, ...memberOf('set-hidden'), ...more });
  const argo = managedBy('argocd-controller');
  const adopt = 'Sync with --adopt to take it over, with --adopt-only to take just this, or give yours another name.';
  const over = 'Sync with --takeover to take it over, with --adopt-only to take just this, or give yours another name.';
  const elsewhere =
    'Sync with the --inventory-namespace that it was synced with, or with --adopt to take it over, with --adopt-only to take just this, or give yours another name.';
  const owner = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'u' };

  test.each<[string, Case, string, string]>([
    ['nothing is known of it', {}, 'its owner is unknown', adopt],
    ['another tool made it', { stranger: managedBy('helm') }, "made by 'helm'", adopt],
    [
      'several made it',
      {
        stranger: {
          managedFields: ['helm', 'kubectl-edit', 'helm'].map((manager) => ({ manager, operation: 'Update' })),
        },
      },
      "made by 'helm', 'kubectl-edit'",
      adopt,
    ],
    [
      "it is part of somebody else's ApplySet",
      { stranger: memberOf('set-theirs') },
      "it is part of the ApplySet 'set-theirs'",
      adopt,
    ],
    [
      'another tool applied it with an ApplySet',
      { stranger: { ...memberOf('set-theirs'), ...managedBy('kubectl', 'Apply') } },
      "it is part of the ApplySet 'set-theirs'",
      adopt,
    ],
    [
      'it has an owner',
      { stranger: { ownerReferences: [owner], ...memberOf('set-theirs') } },
      'it belongs to Widget w',
      adopt,
    ],
    [
      'another Argo Application tracks it',
      { stranger: trackedBy('web') },
      "tracked by the Argo Application 'web'",
      over,
    ],
    [
      'Argo CD delivers it for another Argo Application',
      { stranger: { ...trackedBy('web'), ...argo } },
      "tracked by the Argo Application 'web', which Argo CD delivers",
      over,
    ],
    [
      'Argo CD delivers it for this one',
      { stranger: { ...trackedBy('shop'), ...argo } },
      'Argo CD delivers it now',
      over,
    ],
    [
      'it is tracked for this one, and Argo CD has not written it',
      { stranger: trackedBy('shop') },
      "tracked by the Argo Application 'shop'",
      over,
    ],
    [
      'its tracking was copied from another object',
      { stranger: { ...trackedBy('web', 'b'), ...managedBy('operator') } },
      "made by 'operator'",
      adopt,
    ],
    [
      'Argo CD has written it, with the older label',
      { stranger: { ...labelled, ...argo } },
      "labelled as of the Argo Application 'web', which Argo CD delivers",
      over,
    ],
    [
      'a chart has written the older label',
      { stranger: { ...labelled, ...managedBy('helm') } },
      "made by 'helm'",
      adopt,
    ],
    [
      'we synced it, with an inventory elsewhere',
      { stranger: hidden(trackedBy('web')) },
      "it was synced for 'web' with an inventory that this run did not find in its inventory namespace, 'set-hidden'",
      elsewhere,
    ],
    [
      'we synced it, and nothing says for whom',
      { stranger: hidden({}) },
      "it was synced with an inventory that this run did not find in its inventory namespace, 'set-hidden'",
      elsewhere,
    ],
    [
      'we synced it, and Argo CD has taken it since',
      { stranger: hidden({ ...trackedBy('web'), managedFields: [...ours, ...(argo.managedFields ?? [])] }) },
      "tracked by the Argo Application 'web', which Argo CD delivers",
      over,
    ],
    ['we let it go', { stranger: { managedFields: ours } }, "made by 'cdk8s-gitops'", adopt],
    [
      "it appeared while it was to be made, as part of somebody else's ApplySet",
      { stranger: memberOf('set-theirs'), context: { appeared: true } },
      "it is part of the ApplySet 'set-theirs'",
      adopt,
    ],
    [
      'it appeared while it was to be made, and another Argo Application tracks it',
      { stranger: trackedBy('web'), context: { appeared: true } },
      "tracked by the Argo Application 'web'",
      over,
    ],
    [
      'somebody writes as our name, without an apply',
      { stranger: { ...memberOf('set-theirs'), ...managedBy('cdk8s-gitops') } },
      "it is part of the ApplySet 'set-theirs'",
      adopt,
    ],
    ['Git has no annotations', { git: { metadata: { annotations: undefined } } }, 'its owner is unknown', adopt],
    [
      'the annotation in Git is not "true"',
      { git: { annotations: { 'cdk8s-gitops.io/adopt': 'yes' } } },
      'its owner is unknown',
      adopt,
    ],
    [
      'the annotation is on the object, not in Git',
      { stranger: { annotations: { 'cdk8s-gitops.io/adopt': 'true' } } },
      'its owner is unknown',
      adopt,
    ],
    [
      '--adopt-only of another name',
      { context: only('ConfigMap/b', 'Secret/a', 'ConfigMap/other/a') },
      'its owner is unknown',
      adopt,
    ],
    [
      '--takeover of what Argo CD does not track',
      { stranger: managedBy('helm'), context: takeover },
      "made by 'helm'",
      adopt,
    ],
    [
      '--takeover of a copied tracking',
      { stranger: { ...trackedBy('web', 'b'), ...argo }, context: takeover },
      "made by 'argocd-controller'",
      adopt,
    ],
    [
      '--takeover of the older label that a chart wrote',
      { stranger: { ...labelled, ...managedBy('helm') }, context: takeover },
      "made by 'helm'",
      adopt,
    ],
    [
      '--takeover of what Argo CD wrote without any mark',
      { stranger: argo, context: takeover },
      "made by 'argocd-controller'",
      adopt,
    ],
  ])('%s', (_, given, owned, hint) => {
    expect(refuse(given)).toMatchObject({
      code: 'CLUSTER_NOT_OURS',
      message: `ConfigMap shop/a exists already and is not ours: ${owned}`,
      object: 'ConfigMap shop/a',
      hint,
    });
  });
});
