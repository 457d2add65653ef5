import { brand, hasBrand } from '../brand.js';
import type { SourceKind } from './source-kind.js';

/** A source with objects, for the prop `sources`. Made by `Source.helm`, `Source.kustomize` and the like. */
export class ObjectSource {
  /** Recognises an ObjectSource of any loaded copy of this package. */
  static is(value: unknown): value is ObjectSource {
    return hasBrand(value, 'ObjectSource');
  }

  /** @internal */
  readonly _kind: SourceKind;
  /** @internal */
  readonly _props: object;

  /** @internal */
  constructor(kind: SourceKind, props: object) {
    brand(this, 'ObjectSource');
    this._kind = kind;
    this._props = props;
  }
}
