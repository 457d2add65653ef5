import { kindRank } from '../../argocd/kind-order.js';
import { waveOf } from '../../argocd/waves.js';
import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { isDefinition, upcomingKinds } from '../objects/upcoming-kinds.js';
import { type ApplyChange, type Change, type DeleteChange, isApply } from '../observe/change.js';

/** Parts of a wave, in order. Within a stage kinds follow Argo CD's order. */
export type Stage = 'foundations' | 'objects' | 'webhooks';

/** Changes that are sent at once. */
export interface Step {
  readonly stage: Stage;
  readonly kind: string;
  readonly changes: readonly ApplyChange[];
}

/** A sync wave: its steps one after the other, then everything in it has to be healthy before the next begins. */
export interface Wave {
  readonly wave: number;
  readonly steps: readonly Step[];
  /** Every object of the wave, changed or not: what has to be healthy. */
  readonly objects: readonly DesiredObject[];
}

type Desired = Exclude<Change, { readonly action: 'delete' | 'refuse' }>;

const WEBHOOKS = [
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicyBinding',
];
const STAGES: readonly Stage[] = ['foundations', 'objects', 'webhooks'];

/**
 * The order of a sync: waves, in each Namespaces and CustomResourceDefinitions first and admission webhooks last, between them Argo CD's order of kinds. Pure.
 *
 * A Namespace or CRD comes at the latest in the wave of the first object that needs it.
 */
export function stages(changes: readonly Change[]): readonly Wave[] {
  const wanted = changes.filter((change): change is Desired => 'desired' in change);
  const waveOfChange = effectiveWaves(wanted);
  const waves = [...new Set(waveOfChange.values())].sort((left, right) => left - right);
  return waves.map((wave) => {
    const inside = wanted.filter((change) => waveOfChange.get(change) === wave);
    return { wave, steps: stepsOf(inside.filter(isApply)), objects: inside.map((change) => change.desired) };
  });
}

/** Deletions in reverse order: the last wave first, dependents before what they stand on. Pure. */
export function pruneSteps(deletions: readonly DeleteChange[]): readonly (readonly DeleteChange[])[] {
  const groups = new Map<string, { wave: number; stage: number; rank: number; changes: DeleteChange[] }>();
  for (const change of deletions) {
    const [wave, stage, rank] = [waveOf(change.live), STAGES.indexOf(stageOf(change.live)), kindRank(change.live.kind)];
    const group = groups.get(`${wave}/${stage}/${rank}`) ?? { wave, stage, rank, changes: [] };
    group.changes.push(change);
    groups.set(`${wave}/${stage}/${rank}`, group);
  }
  return [...groups.values()]
    .sort((left, right) => right.wave - left.wave || right.stage - left.stage || right.rank - left.rank)
    .map((group) => group.changes);
}

function stepsOf(changes: readonly ApplyChange[]): readonly Step[] {
  const groups = new Map<string, { stage: Stage; rank: number; kinds: Set<string>; changes: ApplyChange[] }>();
  for (const change of changes) {
    const { manifest } = change.desired;
    const [stage, rank] = [stageOf(manifest), kindRank(manifest.kind)];
    const group = groups.get(`${stage}/${rank}`) ?? { stage, rank, kinds: new Set(), changes: [] };
    group.kinds.add(manifest.kind);
    group.changes.push(change);
    groups.set(`${stage}/${rank}`, group);
  }
  return [...groups.values()]
    .sort((left, right) => STAGES.indexOf(left.stage) - STAGES.indexOf(right.stage) || left.rank - right.rank)
    .map(({ stage, kinds, changes: members }) => ({ stage, kind: [...kinds].sort().join(', '), changes: members }));
}

function stageOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Stage {
  if (isDefinition(object) || isNamespace(object)) return 'foundations';
  return WEBHOOKS.includes(object.kind) && groupOf(object.apiVersion) === 'admissionregistration.k8s.io' ? 'webhooks' : 'objects';
}

function effectiveWaves(changes: readonly Desired[]): ReadonlyMap<Desired, number> {
  const firstIn = new Map<string, number>();
  const note = (need: string, wave: number) => firstIn.set(need, Math.min(wave, firstIn.get(need) ?? wave));
  for (const { desired } of changes) {
    if (desired.identity.namespace !== undefined) note(`namespace ${desired.identity.namespace}`, desired.wave);
    note(`kind ${desired.identity.group}/${desired.identity.kind}`, desired.wave);
  }
  return new Map(changes.map((change) => [change, Math.min(change.desired.wave, ...neededBy(change.desired, firstIn))]));
}

function neededBy({ manifest, identity }: DesiredObject, firstIn: ReadonlyMap<string, number>): readonly number[] {
  const needs = isNamespace(manifest)
    ? [`namespace ${identity.name}`]
    : isDefinition(manifest)
      ? upcomingKinds([manifest]).map(({ group, kind }) => `kind ${group}/${kind}`)
      : [];
  return needs.flatMap((need) => firstIn.get(need) ?? []);
}

function isNamespace(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'Namespace' && object.apiVersion === 'v1';
}
