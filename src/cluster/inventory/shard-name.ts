import { createHash } from 'node:crypto';

/**
 * Name of the ConfigMap with this part of an inventory: after its content, so that another content is
 * noticed.
 */
export function shardName(parent: string, objects: string): string {
  const digest = createHash('sha256').update(`${parent}\0${objects}`).digest('hex').slice(0, 16);
  return `inventory-shard.${digest}`;
}
