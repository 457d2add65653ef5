import { createHash } from 'node:crypto';
import type { Origin } from '../../render/resources/argo-resources.js';

/** Of an inventory: the ApplicationSet that made its Argo Application. */
const APPLICATION_SET = 'cdk8s-gitops.io/applicationset';
/** Of an inventory: its objects stay when its Argo Application is no longer made. */
const KEEP = 'cdk8s-gitops.io/keep-orphaned';
const MAX_LENGTH = 63;
const DIGEST_LENGTH = 8;

/** What the inventory of an Argo Application remembers of the ApplicationSet that made it. */
export function originLabels(origin: Origin | undefined): Readonly<Record<string, string>> {
  if (origin?.kind !== 'ApplicationSet') return {};
  return { [APPLICATION_SET]: labelValue(origin.name), ...(origin.policy?.keeps ? { [KEEP]: 'true' } : {}) };
}

/** True when the ApplicationSet that made it said that it never deletes what it made. */
export function isKept(labels: Readonly<Record<string, string>>): boolean {
  return labels[KEEP] === 'true';
}

function labelValue(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, DIGEST_LENGTH);
  return `${name.slice(0, MAX_LENGTH - DIGEST_LENGTH - 1)}-${digest}`;
}
