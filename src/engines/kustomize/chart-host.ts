import type { FileSet } from '../../files/file-set.js';
import type { NamedText } from '../helm/helm.js';

/** A chart as a kustomization names it. */
export interface ChartFields {
  readonly name?: string;
  readonly version?: string;
  readonly repo?: string;
  readonly releaseName?: string;
  readonly namespace?: string;
  readonly includeCRDs?: boolean;
  readonly skipHooks?: boolean;
  readonly skipTests?: boolean;
  readonly apiVersions?: readonly string[];
  readonly kubeVersion?: string;
  readonly nameTemplate?: string;
  readonly devel?: boolean;
}

/** What a build has to know about a chart before it can go on. */
export interface ChartNeed {
  /** Differs for whatever is asked in another way. */
  readonly key: string;
  /** Whether the chart has to be fetched; otherwise what `helm template` prints is asked for. */
  readonly pull: boolean;
  /** Folder of the chart among the files of the build. */
  readonly folder: string;
  readonly chart: ChartFields;
  /** What `helm template` is given as values, merged. */
  readonly values: readonly NamedText[];
}

/** Does for a build what kustomize lets the helm command do. */
export interface ChartHost {
  /**
   * The texts of a chart that is not among the files; paths are relative to its folder. @throws GitopsError
   */
  pull(need: ChartNeed): Promise<FileSet>;
  /**
   * What `helm template` prints. @param files of the build, with those that were pulled @throws GitopsError
   */
  template(need: ChartNeed, files: FileSet): Promise<string>;
  /** Files of charts that are not text, by their path among the files of the build; pulled ones too. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}
