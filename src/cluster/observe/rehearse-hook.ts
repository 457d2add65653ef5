import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredHook, DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { instantiateHook } from './instantiate-hook.js';
import { explain } from './rehearse.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';

/** As long as any name that a run will make. */
const SAMPLE = { commit: '0000000', started: '2030-01-01T00:00:00Z' };

export interface RehearseHookOptions {
  /** What exists under its name. */
  readonly live?: KubeObject;
  /** Namespaces that this run brings. */
  readonly missing: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Has the API server validate a hook by a dry run. One that will be deleted before it is made again is tried under a name that nobody uses, because what it is now may not be changed.
 *
 * @throws GitopsError what is wrong with it
 */
export async function rehearseHook(client: KubeClient, hook: DesiredHook, { live, missing, signal }: RehearseHookOptions): Promise<void> {
  const phase = hook.phases[0] ?? 'Sync';
  const target = instantiateHook(hook, phase, SAMPLE);
  if (target.awaitsKind) return;
  if (target.identity.namespace !== undefined && missing.has(target.identity.namespace)) return rehearseElsewhere(client, target, signal);
  const replaced = live !== undefined && hook.deletePolicies.includes('BeforeHookCreation');
  const tried = replaced ? renamed(target) : target;
  try {
    await applyObject(client, tried, { dryRun: true, force: true, signal });
  } catch (error) {
    throw explain(GitopsError.is(error) ? withName(error, tried, target) : error, target);
  }
}

function renamed(target: DesiredObject): DesiredObject {
  const name = `r${createHash('sha256').update(identityKey(target.identity)).digest('hex').slice(0, 20)}`;
  const manifest = { ...target.manifest, metadata: { ...target.manifest.metadata, name } };
  return { ...target, identity: { ...target.identity, name }, manifest };
}

/** The API server speaks of the name that was tried. */
function withName({ code, message, hint, data, cause }: GitopsError, tried: DesiredObject, target: DesiredObject): GitopsError {
  const own = (text: string) => text.replaceAll(tried.identity.name, target.identity.name);
  const answer = typeof data?.['message'] === 'string' ? { message: own(data['message']) } : {};
  return new GitopsError(code, own(message), { ...(hint === undefined ? {} : { hint }), data: { ...data, ...answer }, cause });
}
