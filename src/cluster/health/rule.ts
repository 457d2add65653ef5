import type { KubeObject } from '../../manifest/kube-object.js';
import type { HealthVerdict } from './verdict.js';

/** A verdict without the rule's name, which `judge` adds. */
export type Finding = Omit<HealthVerdict, 'rule'>;

/** Judges live objects of one kind by their content alone; undefined when this object has no health. */
export type HealthRule = (object: KubeObject) => Finding | undefined;

export function healthy(message?: string): Finding {
  return finding('Healthy', message);
}

export function progressing(message?: string): Finding {
  return finding('Progressing', message);
}

export function degraded(message?: string): Finding {
  return finding('Degraded', message);
}

/** Waiting longer cannot change it. */
export function final(verdict: Finding): Finding {
  return { ...verdict, final: true };
}

export function finding(status: Finding['status'], message?: string): Finding {
  return message ? { status, message } : { status };
}
