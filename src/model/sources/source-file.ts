import { brand, hasBrand } from '../brand.js';
import type { GitRepositoryProps } from './references.js';

/** A file that a Source lends to a chart. Made by `source.file(path)`. */
export class SourceFile {
  /** Recognises a SourceFile of any loaded copy of this package. */
  static is(value: unknown): value is SourceFile {
    return hasBrand(value, 'SourceFile');
  }

  /** Path from the top of its repository. */
  readonly path: string;
  /** @internal Undefined for this repository. */
  readonly _repository: GitRepositoryProps | undefined;

  /** @internal */
  constructor(path: string, repository: GitRepositoryProps | undefined) {
    brand(this, 'SourceFile');
    this.path = path;
    this._repository = repository;
  }
}
