/** Why an Argo Application may not be synced now, though the rest of its project permits it. */
export interface WindowNote {
  /** What the windows take a sync for: `manual` ones pass where `manualSync` says so. */
  readonly sync: 'automated' | 'manual';
  /** The windows that forbid it, each in words. */
  readonly windows: readonly string[];
  /** When it will be permitted, ISO 8601 to the minute; absent when no end is in sight. */
  readonly until?: string;
}

/** A selected Argo Application that sync windows keep from being synced now. */
export interface ClosedWindow extends WindowNote {
  readonly application: string;
  readonly cluster: string;
}
