/** A packed chart of a repository or registry. */
export interface FetchedChart {
  readonly version: string;
  /** As `helm package` makes it. */
  readonly archive: Uint8Array;
}

/**
 * Finds a chart that another one depends on: the repository as Chart.yaml writes it, and a version or a
 * range. @throws GitopsError
 */
export type FetchDependency = (repository: string, name: string, version: string) => Promise<FetchedChart>;
