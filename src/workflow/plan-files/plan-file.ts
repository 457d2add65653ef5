import type { SourceRevision } from '../../cluster/objects/source-revision.js';
import { digestOf } from '../../manifest/canonical.js';
import type { Selection } from '../api/options.js';
import { API_VERSION } from '../api/results.js';

/** One change as it was planned. */
export interface FiledChange {
  /** `identityKey`, such as `apps/Deployment/shop/web`. */
  readonly object: string;
  readonly action: string;
  /** Hash of the manifest; absent where none is sent. Without the values of a Secret. */
  readonly manifest?: string;
  /** Digest of what it meets in the cluster and makes of it. */
  readonly live: string;
}

/** The plan of one Argo Application in one cluster, as digests. */
export interface FiledApplication {
  readonly application: string;
  readonly cluster: string;
  /** Digest of all its manifests, without the values of Secrets. */
  readonly content: string;
  /** Digest of the whole order. */
  readonly schedule: string;
  /** The revisions of sources outside of the repository; absent when there are none. */
  readonly sources?: readonly SourceRevision[];
  readonly changes: readonly FiledChange[];
  /** True when values of Secrets are set, which no digest shows: such a plan holds for its commit only. */
  readonly secrets: boolean;
}

/**
 * The options that change a plan, in addition to the revision and the clusters: by name, as text, with the
 * defaults of options that were not given.
 */
export type FiledOptions = Readonly<Record<string, string>>;

/**
 * A plan for a later sync. It has digests only, no manifest and no Secret. It is compared and never executed.
 *
 * `sync` plans again and continues only when the result is the same.
 */
export interface PlanFile {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'PlanFile';
  /** ISO 8601. */
  readonly created: string;
  readonly actor: string;
  /** Version of this package. */
  readonly tool: string;
  readonly commit: string;
  readonly selection: Selection;
  readonly options: FiledOptions;
  /** UID of `kube-system` by name of the cluster; none for an account that may not read it. */
  readonly clusters: Readonly<Record<string, string>>;
  readonly applications: readonly FiledApplication[];
  /** Of everything above: a file that was edited or damaged is refused. */
  readonly checksum: string;
}

/** A plan file with its checksum. */
export function sealPlanFile(plan: Omit<PlanFile, 'apiVersion' | 'kind' | 'checksum'>): PlanFile {
  const sealed = { apiVersion: API_VERSION, kind: 'PlanFile', ...plan } as const;
  return { ...sealed, checksum: checksumOf(sealed) };
}

/** What the checksum of a plan file has to be. */
export function checksumOf(plan: object): string {
  return digestOf(Object.fromEntries(Object.entries(plan).filter(([key]) => key !== 'checksum')));
}
