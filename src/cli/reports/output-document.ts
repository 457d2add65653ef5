import type { SourceLocation } from '../../errors.js';
import type { LocalClusterEvent } from '../../local-cluster/events.js';
import type { DeleteResult } from '../../workflow/api/delete-result.js';
import type { SyncEvent } from '../../workflow/api/events.js';
import type { OrphansResult } from '../../workflow/api/orphans-result.js';
import type { PlanResult } from '../../workflow/api/plan-result.js';
import type {
  API_VERSION,
  DiffResult,
  HistoryResult,
  ProblemSummary,
  StatusResult,
  SyncResult,
  VerifyResult,
} from '../../workflow/api/results.js';
import type { WindowsResult } from '../../workflow/api/windows-result.js';
import type { SynthResult } from '../../workflow/authoring/synth-output.js';
import type { CheckResult } from '../../workflow/check.js';
import type { HealthResult } from '../../workflow/judge-objects.js';
import type { ListResult } from '../../workflow/list-applications.js';
import type { RenderResult } from '../../workflow/render.js';
import type { InitResult } from './init-result.js';
import type { LocalResult } from './local-results.js';

/** Something happened: one line each, while the command runs. */
export interface EventDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Event';
  /** Of `local` what happens to a local cluster, otherwise what happens during a sync. */
  readonly event: SyncEvent | LocalClusterEvent;
}

/** What went wrong, with all that is known of it. */
export interface Problem extends Omit<ProblemSummary, 'conflict'> {
  /** The construct that it is about, such as `guestbook/prod`. */
  readonly constructPath?: string;
  /** The line of the user's code or file. */
  readonly source?: SourceLocation;
  /** More of it for programs, such as an HTTP status. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The command failed; the last line. */
export interface ErrorDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Error';
  /** At least one. */
  readonly problems: readonly Problem[];
}

/** A Kubernetes object as it was rendered. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What Argo CD would generate: `render`. */
export interface RenderDocument extends Omit<RenderResult, 'objects'> {
  readonly objects: readonly RenderedObject[];
}

/** What `version` gives. */
export interface Version {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Version';
  /** Version of this package. */
  readonly gitops: string;
  /** Version of Node.js. */
  readonly node: string;
}

/**
 * One line of `gitops … --output json`: events while the command runs, then its result or an error.
 *
 * The schema says exactly what this version prints. Later versions of v1 may print more fields: readers
 * ignore what they do not know.
 */
export type OutputDocument =
  | EventDocument
  | ErrorDocument
  | SyncResult
  | DiffResult
  | PlanResult
  | StatusResult
  | HistoryResult
  | VerifyResult
  | OrphansResult
  | DeleteResult
  | SynthResult
  | InitResult
  | LocalResult
  | HealthResult
  | RenderDocument
  | ListResult
  | CheckResult
  | WindowsResult
  | Version;
