/** The mark by which the template engine recognises a map of texts. */
const MARK = '\u0000strings';

/**
 * A map of texts, as `values` and the labels of a cluster are in Argo CD's generators. Go distinguishes it
 * from a map of anything: a selector does not look into it, and functions such as `get` refuse it.
 */
export class StringMap {
  readonly entries: Readonly<Record<string, string>>;

  constructor(entries: Readonly<Record<string, string>>) {
    this.entries = entries;
  }

  toJSON(): unknown {
    return { [MARK]: this.entries };
  }
}
