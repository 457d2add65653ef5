/** A folder of this repository. */
export interface OwnFolder {
  /** Path from the top of the Git repository; `.` is the top. */
  readonly path: string;
  readonly repository?: never;
  readonly revision?: never;
}

/** A folder of another Git repository. */
export interface GitFolder {
  /** URL that Argo CD clones. */
  readonly repository: string;
  /** Path from the top of that repository; `.` is the top. */
  readonly path: string;
  /** Tag, commit or branch, or a range of version tags such as `v1.*`. A pin replaces it. */
  readonly revision: string;
}

/** A chart of a Helm repository, or of an OCI registry. */
export interface PublishedChart {
  /** URL of the Helm repository, or `oci://registry/path` without the name of the chart. */
  readonly repository: string;
  readonly name: string;
  /** Version, or a range such as `4.*`. A pin replaces it. */
  readonly version: string;
  readonly path?: never;
}

/** A folder in Git. */
export type FolderReference = OwnFolder | GitFolder;

/** A chart of a Helm repository, an OCI registry, another Git repository or this repository. */
export type ChartReference = PublishedChart | (FolderReference & { readonly name?: never; readonly version?: never });

/** What an overlay says of a folder: another folder, or another revision or repository of the same one. */
export type FolderChange =
  | FolderReference
  | { readonly repository?: string; readonly revision?: string; readonly path?: never };

/** What an overlay says of a chart: another chart, or another version or repository of the same one. */
export type ChartChange =
  | ChartReference
  | {
      readonly repository?: string;
      readonly version?: string;
      readonly revision?: string;
      readonly name?: never;
      readonly path?: never;
    };

/** Another Git repository, at a revision. */
export interface GitRepositoryProps {
  /** URL that Argo CD clones. */
  readonly repository: string;
  /** Tag, commit or branch, or a range of version tags such as `v1.*`. */
  readonly revision: string;
}
