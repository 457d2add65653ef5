/** A commit, and the place of its objects. */
export interface CommitPlace {
  /** The folder in which git runs. */
  readonly directory: string;
  /** The `.git` folder that all working trees share. */
  readonly common: string;
  /** The full id of the commit. */
  readonly commit: string;
  /** True when nothing may be fetched, also in a clone that fetches on demand. Default: false. */
  readonly offline?: boolean;
}
