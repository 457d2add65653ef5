import type { KubeObject } from '../../manifest/kube-object.js';
import type { HealthFinding } from './verdict.js';

/** Judges live objects of one kind by their content alone; undefined when this object has no health. */
export type HealthJudge = (object: KubeObject) => HealthFinding | undefined;

export function healthy(message?: string): HealthFinding {
  return finding('Healthy', message);
}

export function progressing(message?: string): HealthFinding {
  return finding('Progressing', message);
}

export function degraded(message?: string): HealthFinding {
  return finding('Degraded', message);
}

/** Waiting longer cannot change it. */
export function final(verdict: HealthFinding): HealthFinding {
  return { ...verdict, final: true };
}

export function finding(status: HealthFinding['status'], message?: string): HealthFinding {
  return message ? { status, message } : { status };
}
