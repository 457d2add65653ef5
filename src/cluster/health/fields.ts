import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

type Fields = Readonly<Record<string, unknown>>;

/** One entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly severity: string;
  readonly observedGeneration: number | undefined;
}

/** A nested object; empty where there is none, as Go's zero value. */
export function fieldsOf(parent: unknown, name: string): Fields {
  const value = isRecord(parent) ? parent[name] : undefined;
  return isRecord(value) ? value : {};
}

export function listOf(parent: unknown, name: string): readonly unknown[] {
  const value = isRecord(parent) ? parent[name] : undefined;
  return Array.isArray(value) ? value : [];
}

/** A number; 0 where there is none, as Go's zero value. */
export function numberOf(parent: unknown, name: string): number {
  return optionalNumber(parent, name) ?? 0;
}

export function optionalNumber(parent: unknown, name: string): number | undefined {
  const value = isRecord(parent) ? parent[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** A text; empty where there is none. */
export function textOf(parent: unknown, name: string): string {
  const value = isRecord(parent) ? parent[name] : undefined;
  return typeof value === 'string' ? value : '';
}

export function conditionsOf(object: KubeObject): readonly Condition[] {
  return listOf(object['status'], 'conditions').map(toCondition);
}

/** True when the controller has seen the current `spec`. */
export function isObserved(object: KubeObject): boolean {
  return (object.metadata.generation ?? 0) <= numberOf(object['status'], 'observedGeneration');
}

function toCondition(condition: unknown): Condition {
  return {
    type: textOf(condition, 'type'),
    status: textOf(condition, 'status'),
    reason: textOf(condition, 'reason'),
    message: textOf(condition, 'message'),
    severity: textOf(condition, 'severity'),
    observedGeneration: optionalNumber(condition, 'observedGeneration'),
  };
}
