import type { FileSet } from '../../files/file-set.js';
import type { NamedText } from '../helm/helm.js';

/** The fields of a chart in a kustomization. */
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

/** A chart that a build needs before it can continue. */
export interface ChartNeed {
  /** The key of the request. Different requests have different keys. */
  readonly key: string;
  /** True when the chart has to be fetched. False when the output of `helm template` is needed. */
  readonly pull: boolean;
  /** The folder of the chart among the files of the build. */
  readonly folder: string;
  readonly chart: ChartFields;
  /** The merged values for `helm template`. */
  readonly values: readonly NamedText[];
}

/** Does the work for which kustomize runs the helm command. */
export interface ChartHost {
  /**
   * Returns the texts of a chart that is not among the files. Paths are relative to its folder.
   *
   * @throws GitopsError
   */
  pull(need: ChartNeed): Promise<FileSet>;
  /**
   * Returns the output of `helm template`.
   *
   * @param files the files of the build, with the charts that were pulled
   * @throws GitopsError
   */
  template(need: ChartNeed, files: FileSet): Promise<string>;
  /** Binary files of charts, also of pulled ones, by their path among the files of the build. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}
