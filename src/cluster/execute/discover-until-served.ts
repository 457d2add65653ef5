import { setTimeout as pause } from 'node:timers/promises';
import type { DesiredObject } from '../objects/desired.js';
import { upcomingKinds } from '../objects/upcoming-kinds.js';
import type { KubeClient } from '../transport/client.js';
import { discover } from '../transport/discover.js';
import type { Discovery } from '../transport/discovery.js';

/** An established CRD is served a moment later, and listed by discovery a moment after that. */
const PATIENCE_MS = 15_000;

/**
 * What the cluster serves once the kinds of these CRDs, and those that these objects waited for, are listed;
 * the given discovery when there is no new one among them.
 */
export async function discoverUntilServed(
  client: KubeClient,
  known: Discovery,
  applied: readonly DesiredObject[],
  signal: AbortSignal,
): Promise<Discovery> {
  const awaited = applied.filter(({ awaitsKind }) => awaitsKind).map(({ resource }) => resource);
  const kinds = [...upcomingKinds(applied.map(({ manifest }) => manifest)), ...awaited];
  const lacks = (discovery: Discovery) =>
    kinds.some(({ group, version, kind }) => !discovery.find(`${group}/${version}`, kind));
  let discovery = known;
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; lacks(discovery) && Date.now() < deadline; attempt += 1) {
    if (attempt > 0) await pause(Math.min(50 * 2 ** attempt, 1_000), undefined, { signal });
    discovery = await discover(client, signal);
  }
  return discovery;
}
