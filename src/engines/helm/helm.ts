import type { FileSet } from '../../files/file-set.js';
import type { EngineOptions } from '../engine-options.js';

/** `workers` is one per processor by default, at most 4; `memoryMb` 1,024. */
export interface HelmOptions extends EngineOptions {
  /** Where results are kept between runs, shared by all processes. Default: they are not kept. */
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

/** The flags of the command that give values, applied in this order; within one, the last wins. */
export interface HelmValues {
  /** `--values`: YAML texts; the name is for errors. */
  readonly files?: readonly NamedText[];
  /** `--set-json` */
  readonly setJson?: readonly string[];
  /** `--set` */
  readonly set?: readonly string[];
  /** `--set-string` */
  readonly setString?: readonly string[];
  /** `--set-file`: the key, and the content in place of a path. */
  readonly setFile?: readonly NamedText[];
  /** `--set-literal` */
  readonly setLiteral?: readonly string[];
}

export interface HelmRequest {
  readonly chart: HelmChart;
  readonly values?: HelmValues;
  readonly releaseName: string;
  /** `--name-template`: makes the release name instead. */
  readonly nameTemplate?: string;
  readonly namespace: string;
  /** Default: the version of Kubernetes that this Helm was made for. */
  readonly kubeVersion?: string;
  /** Added to those that this Helm knows. */
  readonly apiVersions?: readonly string[];
  /** Default: false, as the command; Argo CD says true. */
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly noHooks?: boolean;
  readonly isUpgrade?: boolean;
  readonly skipSchemaValidation?: boolean;
}

export interface HelmResult {
  /** Byte for byte what `helm template` prints: YAML documents, each after a line `# Source: <path>`. */
  readonly output: string;
  /** What the command warns of. Sorted. */
  readonly warnings: readonly string[];
  /**
   * Functions that were called and give another value each time, such as `randAlphaNum`: the result is not
   * the same next time, and is not cached. Sorted.
   */
  readonly volatile: readonly string[];
}

/**
 * `helm template`, exactly as the command of version {@link Helm.version} does it without a cluster, in
 * process.
 */
export interface Helm {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Dependencies must be in the chart's `charts/`; nothing is fetched. `lookup` finds nothing, as in Argo CD.
   *
   * @throws GitopsError ENGINE_HELM_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  template(request: HelmRequest): Promise<HelmResult>;
  close(): Promise<void>;
}
