import { createHmac, randomBytes } from 'node:crypto';
import { isRecord, type KubeObject } from './kube-object.js';
import { toJson } from './to-json.js';
import { anyText } from './untyped.js';

/**
 * Replaces the values of a Secret by tokens: equal values get equal tokens, so a change shows, and nothing of
 * the value does.
 *
 * `other` is what it is compared with: what quotes a value of either is hidden in both.
 */
export type Redactor = (object: KubeObject, other?: KubeObject) => KubeObject;

/** What says what a Secret is, and no value of it. */
const OPEN = ['apiVersion', 'kind', 'metadata', 'type', 'immutable'];
/** Annotations in which tools keep the whole object: kubectl, kapp, Rancher, Config Sync. */
const CARRIERS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'kapp.k14s.io/original-diff',
  'objectset.rio.cattle.io/applied',
  'configsync.gke.io/declared-fields',
];
/** Shorter values are parts of any word. */
const SHORTEST = 4;

/**
 * A redactor with a key of its own: tokens can be compared within one output and never across, and cannot be
 * guessed from outside. Objects that are not Secrets pass unchanged.
 */
export function createRedactor(key: Buffer = randomBytes(32)): Redactor {
  const token = (bytes: Buffer) => `(hidden ${createHmac('sha256', key).update(bytes).digest('hex').slice(0, 8)})`;
  const hidden = (value: unknown, encoding: 'base64' | 'utf8') =>
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, text]) => [name, token(Buffer.from(anyText(text ?? ''), encoding))]),
        )
      : token(Buffer.from(toJson(value) ?? ''));
  return (object, other) => {
    if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
    const values = [object, ...(other === undefined ? [] : [other])].flatMap(valuesOf);
    const quotes = (text: string) => values.some((value) => text.includes(value));
    const fields = Object.entries(object).map(([name, value]) => [
      name,
      OPEN.includes(name) ? value : hidden(value, name === 'data' ? 'base64' : 'utf8'),
    ]);
    const { annotations } = object.metadata;
    const safe = Object.entries(annotations ?? {}).map(([name, text]) => [
      name,
      CARRIERS.includes(name) || quotes(anyText(text)) ? token(Buffer.from(anyText(text))) : text,
    ]);
    return {
      ...object,
      ...Object.fromEntries(fields),
      metadata: {
        ...object.metadata,
        ...(annotations === undefined ? {} : { annotations: Object.fromEntries(safe) as Record<string, string> }),
      },
    };
  };
}

/** Plain and in base64. */
function valuesOf(secret: KubeObject): readonly string[] {
  const texts = (values: unknown) =>
    isRecord(values) ? Object.values(values).map((value) => anyText(value ?? '')) : [];
  return [
    ...texts(secret['data']).flatMap((value) => [value, Buffer.from(value, 'base64').toString('utf8')]),
    ...texts(secret['stringData']).flatMap((value) => [value, Buffer.from(value).toString('base64')]),
  ].filter(({ length }) => length >= SHORTEST);
}
