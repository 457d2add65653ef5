/** A commit, and where its objects are. */
export interface CommitPlace {
  /** Where git runs. */
  readonly directory: string;
  /** The `.git` folder that all working trees share. */
  readonly common: string;
  /** Full id. */
  readonly commit: string;
  /** Nothing is fetched, also where the clone is one that fetches on demand. Default: false. */
  readonly offline?: boolean;
}
