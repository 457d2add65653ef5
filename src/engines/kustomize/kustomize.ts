import type { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { ContentCache } from '../../host/content-cache.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ChartHost } from './chart-host.js';

/** The flags of the command that change the result. */
export interface BuildFlags {
  readonly enableHelm?: boolean;
  readonly helmApiVersions?: readonly string[];
  readonly helmKubeVersion?: string;
  readonly loadRestrictor?: string;
  readonly reorder?: string;
  readonly enableManagedbyLabel?: boolean;
}

export interface BuildRequest {
  /** All files that the build may need, with their paths in the repository. */
  readonly files: FileSet;
  /** The directory with the kustomization file, relative to the root of `files`. */
  readonly directory: string;
  /** Binary files, for generators of ConfigMaps and Secrets. Default: none. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
  /** The flags. Default: none. */
  readonly flags?: BuildFlags;
  /** The host for charts, needed with `enableHelm`. */
  readonly charts?: ChartHost;
  /**
   * True when the build may need all of `files`. They are then not searched for its inputs, and its result is
   * neither looked up nor kept. Use it for a build that happens once. Default: false.
   */
  readonly isComplete?: boolean;
}

/** `kustomize build` in process, exactly as the command of version {@link Kustomize.version}. */
export interface Kustomize {
  /** The version of the command. */
  readonly version: string;
  /** The number of threads that were started. It is 0 as long as the cache has every result. */
  readonly enginesStarted: number;
  /**
   * Builds a directory. Returns the objects in the command's order.
   *
   * @throws GitopsError ENGINE_KUSTOMIZE_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  build(files: FileSet, directory: string): Promise<KubeObject[]>;
  /** Makes many builds at once. Each gives its objects or its error. */
  buildMany(requests: readonly BuildRequest[]): Promise<readonly (KubeObject[] | GitopsError)[]>;
  /**
   * The digests of everything that decides the results: the engine, and the files that each build can read.
   * Equal digests mean equal results.
   */
  digests(requests: readonly BuildRequest[]): readonly string[];
  /** A cache for values that callers derive from results, in the same place as the results. */
  readonly cache: ContentCache;
  close(): Promise<void>;
}

/** The built-in engine. */
export interface BuiltInKustomize extends Kustomize {
  /**
   * Reads one YAML document as kubectl and Argo CD do, and returns it as JSON. For tests: `parseYaml` reads
   * the same without an engine.
   */
  readAsGo(text: string): Promise<string>;
  /**
   * Returns the request with the charts that building it pulls.
   *
   * @throws GitopsError as `build`
   */
  withPulledCharts(request: BuildRequest): Promise<BuildRequest>;
}
