import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { DesiredHook } from '../objects/desired.js';
import { manifestHash } from '../objects/fingerprint.js';
import { prepareManifest } from '../objects/prepare-manifest.js';

/** What names of hooks are made of. */
export interface HookOccasion {
  readonly commit: string;
  /** When the run began, ISO 8601. */
  readonly started: string;
}

/** For the names of hooks that are only tried: as long as any name that a run will make. */
export const SAMPLE_OCCASION: HookOccasion = { commit: '0000000', started: '2030-01-01T00:00:00Z' };

/**
 * A hook under the name of this run: its own, or, where it has only a generateName, the one that Argo CD
 * would make: `<prefix><commit>-<phase>-<time>`. Pure.
 */
export function instantiateHook(hook: DesiredHook, phase: SyncPhase, { commit, started }: HookOccasion): DesiredHook {
  if (!hook.template) return hook;
  const { object, prefix, owner } = hook.template;
  const seconds = Math.floor(Date.parse(started) / 1000);
  const name = `${prefix}${`${commit.slice(0, 7)}-${phase}-${seconds}`.toLowerCase()}`;
  const identity = { ...hook.identity, name };
  const manifest = prepareManifest({ ...object, metadata: { ...object.metadata, name } }, identity, owner);
  return { ...hook, identity, manifest, hash: manifestHash(manifest) };
}
