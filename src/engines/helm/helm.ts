import type { FileSet } from '../../files/file-set.js';
import type { EngineOptions } from '../engine-options.js';

/** Defaults: `workers` is one for each processor, at most 4; `memoryMb` is 1,024. */
export interface HelmOptions extends EngineOptions {
  /**
   * The folder in which results are kept between runs. All processes share it. Default: results are not kept.
   */
  readonly cacheDirectory?: string;
}

/** The files of a chart's folder, or a packed chart. */
export type HelmChart =
  | { readonly files: FileSet; readonly binaries?: ReadonlyMap<string, Uint8Array>; readonly archive?: undefined }
  | { readonly archive: Uint8Array; readonly files?: undefined; readonly binaries?: undefined };

export interface NamedText {
  readonly name: string;
  readonly content: string;
}

/**
 * The flags of the command that set values, applied in this order. Within one flag, the last value counts.
 */
export interface HelmValues {
  /** `--values`: YAML texts. The name is for errors. */
  readonly files?: readonly NamedText[];
  /** `--set-json` */
  readonly setJson?: readonly string[];
  /** `--set` */
  readonly set?: readonly string[];
  /** `--set-string` */
  readonly setString?: readonly string[];
  /** `--set-file`: the key, and the content instead of a path. */
  readonly setFile?: readonly NamedText[];
  /** `--set-literal` */
  readonly setLiteral?: readonly string[];
}

export interface HelmRequest {
  readonly chart: HelmChart;
  readonly values?: HelmValues;
  readonly releaseName: string;
  /** `--name-template`: a template that makes the name of the release. */
  readonly nameTemplate?: string;
  readonly namespace: string;
  /** The version of Kubernetes. Default: the version for which this Helm was built. */
  readonly kubeVersion?: string;
  /** API versions in addition to those that this Helm knows. */
  readonly apiVersions?: readonly string[];
  /** Whether CRDs are in the output. Default: false, as for the command; Argo CD sets true. */
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly noHooks?: boolean;
  readonly isUpgrade?: boolean;
  readonly skipSchemaValidation?: boolean;
}

export interface HelmResult {
  /** The output of `helm template`, byte for byte: YAML documents, each after a line `# Source: <path>`. */
  readonly output: string;
  /** The warnings of the command, sorted. */
  readonly warnings: readonly string[];
  /**
   * Functions in the templates that return another value on each call, such as `randAlphaNum`. With them the
   * result differs each time, and is not cached. Sorted.
   */
  readonly volatile: readonly string[];
}

/**
 * `helm template` in process, exactly as the command of version {@link Helm.version} works without a cluster.
 */
export interface Helm {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Renders a chart. Dependencies must be in `charts/`, because nothing is fetched. `lookup` finds nothing,
   * as in Argo CD.
   *
   * @throws GitopsError ENGINE_HELM_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  template(request: HelmRequest): Promise<HelmResult>;
  close(): Promise<void>;
}
