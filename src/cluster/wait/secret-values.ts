import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

/** The values of Secrets, each line of them too, as a program may print them. */
export function secretValues(objects: readonly KubeObject[]): readonly string[] {
  const texts = objects.flatMap((object) => {
    if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
    return [
      ...valuesOf(object['stringData']),
      ...valuesOf(object['data']).flatMap((value) => [value, Buffer.from(value, 'base64').toString('utf8')]),
    ];
  });
  return [...new Set(texts.flatMap((text) => [text, ...text.split('\n')]).map((text) => text.trim()))].filter(
    (text) => text !== '',
  );
}

function valuesOf(data: unknown): readonly string[] {
  return isRecord(data) ? Object.values(data).filter((value) => typeof value === 'string') : [];
}
