import { Construct } from 'constructs';
import type { KubeObject } from '../manifest/kube-object.js';
import { toKubeObject } from '../manifest/kube-object.js';
import { brand, hasBrand } from './brand.js';
import { plainData } from './plain-data.js';

/**
 * A Kubernetes object given as plain data and written as it is: nothing is added, nulls survive. The way for
 * imported YAML and for kinds without a construct.
 *
 * @example
 * const widget = new RawObject(scope, 'widget', {
 *   apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'main' }, spec: { size: 3 },
 * });
 * @throws GitopsError MANIFEST_INVALID_OBJECT when apiVersion, kind or metadata.name is missing
 */
export class RawObject<Manifest extends object = KubeObject> extends Construct {
  static is(value: unknown): value is RawObject {
    return hasBrand(value, 'RawObject');
  }

  /** Carries the type to `patch`; never set. */
  declare readonly manifest: Manifest;
  #object: KubeObject;

  constructor(scope: Construct, id: string, object: Manifest) {
    super(scope, id);
    brand(this, 'RawObject');
    const data = plainData(object, `'${this.node.path}'`);
    this.#object = toKubeObject(data, `'${this.node.path}'`, {});
  }

  /** The object as it will be written. */
  toJson(): KubeObject {
    return this.#object;
  }

  /** @internal For `annotate`. */
  _annotate(key: string, value: string): void {
    const { metadata } = this.#object;
    this.#object = {
      ...this.#object,
      metadata: { ...metadata, annotations: { ...metadata.annotations, [key]: value } },
    };
  }
}
