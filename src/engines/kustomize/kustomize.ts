import type { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { ContentCache } from '../../host/content-cache.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ChartHost } from './chart-host.js';

/** The flags of the command that have a say in what is built. */
export interface BuildFlags {
  readonly enableHelm?: boolean;
  readonly helmApiVersions?: readonly string[];
  readonly helmKubeVersion?: string;
  readonly loadRestrictor?: string;
  readonly reorder?: string;
  readonly enableManagedbyLabel?: boolean;
}

export interface BuildRequest {
  /** All files that the build may need; paths as in the repository. */
  readonly files: FileSet;
  /** The directory with the kustomization file, relative to the root of `files`. */
  readonly directory: string;
  /** Files that are not text, for generators of ConfigMaps and Secrets. Default: none. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
  /** Default: none. */
  readonly flags?: BuildFlags;
  /** Needed with `enableHelm`. */
  readonly charts?: ChartHost;
  /**
   * The build may need all of `files`: they are not searched for what it reads, and its result is neither
   * looked up nor kept. For what is asked for once. Default: false.
   */
  readonly isComplete?: boolean;
}

/** `kustomize build`, exactly as the command of version {@link Kustomize.version} does it, in process. */
export interface Kustomize {
  /** Version of the command. */
  readonly version: string;
  /** Threads started so far: 0 as long as everything was answered from the cache. */
  readonly enginesStarted: number;
  /**
   * The objects, in the command's order.
   *
   * @throws GitopsError ENGINE_KUSTOMIZE_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  build(files: FileSet, directory: string): Promise<KubeObject[]>;
  /** Many builds at once, each with its objects or its error. */
  buildMany(requests: readonly BuildRequest[]): Promise<readonly (KubeObject[] | GitopsError)[]>;
  /**
   * Digests of everything that decides the results: the engine, and the files that each build can read. Equal
   * digests mean equal results.
   */
  digests(requests: readonly BuildRequest[]): readonly string[];
  /** What callers derived from results, kept beside them. */
  readonly cache: ContentCache;
  close(): Promise<void>;
}

/** The engine that is built in. */
export interface BuiltInKustomize extends Kustomize {
  /**
   * One YAML document as kubectl and Argo CD read it, as JSON. For tests: `parseYaml` reads the same without
   * an engine.
   */
  readAsGo(text: string): Promise<string>;
  /** The request with the charts that building it pulls. @throws GitopsError as `build` */
  withPulledCharts(request: BuildRequest): Promise<BuildRequest>;
}
