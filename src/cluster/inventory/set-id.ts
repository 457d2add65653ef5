import { applysetId } from '../objects/applyset.js';
import { inventoryName } from './name.js';

/** The id of the set of an Argo Application's objects, which their label names. */
export function setIdOf({ instance }: { readonly instance: string }, inventoryNamespace: string): string {
  return applysetId({ name: inventoryName(instance), namespace: inventoryNamespace });
}
