import { isKubeObject, type KubeObject, toKubeObject } from '../../src/manifest/kube-object.js';
import { thrownBy } from '../helpers/thrown-by.js';

const object = (metadata: object, kind = 'ConfigMap') => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', ...metadata },
});

describe('metadata is read as Go decodes ObjectMeta', () => {
  test.each<readonly [string, object, object]>([
    ['an optional field that is null is absent', { labels: null, finalizers: null, generateName: null }, {}],
    ['a label that is null is empty', { labels: { a: null, b: 'c' } }, { labels: { a: '', b: 'c' } }],
    ['an annotation that is null is empty', { annotations: { a: null } }, { annotations: { a: '' } }],
    ['what nobody reads stays', { uid: 5, other: null }, { uid: 5, other: null }],
  ])('%s', (_, given, read) => {
    expect(toKubeObject(object(given), 'a.yaml')).toStrictEqual(object(read));
  });

  test.each<readonly [object, string]>([
    [{ name: 5 }, "metadata.name is not a text: '5'"],
    [{ name: true, generateName: 'a-' }, "metadata.name is not a text: 'true'"],
    [{ generateName: 5 }, "metadata.generateName is not a text: '5'"],
    [{ namespace: [] }, 'metadata.namespace is not a text'],
    [{ annotations: { port: 8080 } }, "metadata.annotations.port is not a text: '8080'"],
    [{ labels: { toString: {} } }, 'metadata.labels.toString is not a text'],
    [{ labels: 'a' }, `metadata.labels is not a map: '"a"'`],
    [{ finalizers: 'a' }, `metadata.finalizers is not a list: '"a"'`],
    [{ finalizers: [1] }, "metadata.finalizers[0] is not a text: '1'"],
    [{ ownerReferences: [[]] }, 'metadata.ownerReferences[0] is not a map'],
  ])('%j is refused', (metadata, message) => {
    expect(isKubeObject(object(metadata))).toBe(false);
    const error = thrownBy(() => toKubeObject(object(metadata), 'a.yaml'));
    expect([error.code, error.message, error.source]).toEqual([
      'MANIFEST_INVALID_OBJECT',
      `a.yaml is not a Kubernetes object: ${message}`,
      { file: 'a.yaml' },
    ]);
  });

  test('of a Secret no value is told', () => {
    const error = thrownBy(() => toKubeObject(object({ annotations: { a: { b: 'hunter2' } } }, 'Secret'), 'a.yaml'));
    expect(error.message).toBe('a.yaml is not a Kubernetes object: metadata.annotations.a is not a text');
  });

  test('an object without nulls is itself', () => {
    const given: KubeObject = object({ labels: { a: 'b' } });
    expect(toKubeObject(given, 'a.yaml')).toBe(given);
  });
});
