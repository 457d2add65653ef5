/** A file that the operator gave. */
export interface GivenFile {
  /** Its name, for errors. */
  readonly file: string;
  readonly content: string;
}
