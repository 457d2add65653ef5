/**
 * What is in the output folder, as far as deciding needs it. Nothing behind a symbolic link is part of it.
 */
export interface DiskState {
  /** Every path on disk → what it is; `other` is a symbolic link, device, socket or pipe. */
  readonly entries: ReadonlyMap<string, 'file' | 'folder' | 'other'>;
  /** Contents of `.gitops/**.json`. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Of the owned and the wanted files that exist. */
  readonly files: ReadonlyMap<string, DiskFile>;
}

export interface DiskFile {
  readonly hash: string;
  /** Hash with LF line ends, where the file has CRLF (`core.autocrlf`). */
  readonly hashWithLineFeeds?: string;
  /** Has Git's merge-conflict markers. */
  readonly conflicted: boolean;
  readonly empty: boolean;
}
