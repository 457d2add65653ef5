import type { KubeObject } from '../../manifest/kube-object.js';
import type { HealthVerdict } from './verdict.js';

/** A verdict that may be that an object has no health. */
export interface KnownVerdict {
  readonly verdict: HealthVerdict | undefined;
}

/** What engines said: one state of an object is judged once, however often it is shown. */
export interface VerdictMemory {
  get(object: KubeObject): KnownVerdict | undefined;
  set(object: KubeObject, verdict: HealthVerdict | undefined): void;
}

/**
 * Keeps the newest verdict of each object; a state is known by its UID, version and resourceVersion, without
 * these by the object itself.
 */
export function createVerdictMemory(): VerdictMemory {
  const byState = new Map<string, KnownVerdict & { readonly resourceVersion: string }>();
  const byObject = new WeakMap<KubeObject, KnownVerdict>();
  return {
    get(object) {
      const { uid, resourceVersion } = object.metadata;
      if (!uid || !resourceVersion) return byObject.get(object);
      const known = byState.get(`${uid} ${object.apiVersion}`);
      return known?.resourceVersion === resourceVersion ? known : undefined;
    },
    set(object, verdict) {
      const { uid, resourceVersion } = object.metadata;
      if (uid && resourceVersion) byState.set(`${uid} ${object.apiVersion}`, { verdict, resourceVersion });
      else byObject.set(object, { verdict });
    },
  };
}
