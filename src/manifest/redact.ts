import { createHmac, randomBytes } from 'node:crypto';
import { isRecord, type KubeObject } from './kube-object.js';

/** Replaces the values of a Secret by tokens: equal values get equal tokens, so a change shows, and nothing of the value does. */
export type Redactor = (object: KubeObject) => KubeObject;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * A redactor with a key of its own: tokens can be compared within one output and never across, and cannot be guessed from outside.
 * Objects that are no Secrets pass unchanged.
 */
export function createRedactor(key: Buffer = randomBytes(32)): Redactor {
  const token = (bytes: Buffer) => `(hidden ${createHmac('sha256', key).update(bytes).digest('hex').slice(0, 8)})`;
  const hidden = (value: unknown, encoding: 'base64' | 'utf8') =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, token(Buffer.from(String(text ?? ''), encoding))]))
      : token(Buffer.from(JSON.stringify(value) ?? ''));
  return (object) => {
    if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
    const { [LAST_APPLIED]: lastApplied, ...annotations } = object.metadata.annotations ?? {};
    return {
      ...object,
      ...(object['data'] === undefined ? {} : { data: hidden(object['data'], 'base64') }),
      ...(object['stringData'] === undefined ? {} : { stringData: hidden(object['stringData'], 'utf8') }),
      ...(lastApplied === undefined
        ? {}
        : { metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: token(Buffer.from(lastApplied)) } } }),
    };
  };
}
