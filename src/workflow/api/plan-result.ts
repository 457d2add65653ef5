import type { SourceRevision } from '../../cluster/objects/source-revision.js';
import type { ScheduledTask } from '../../cluster/plan/schedule.js';
import type { NamespaceChange } from './namespace-change.js';
import type { Delivery, OrphanedApplication, ProblemSummary, ResultHeader } from './results.js';

/** One task of a plan, in the order of execution. */
export interface PlannedTask extends Omit<ScheduledTask, 'change'> {
  /**
   * True when the API server could not be asked, because the object's Namespace or kind comes in the same
   * run.
   */
  readonly simulated: boolean;
  /** Fields taken from, or left to, another manager. */
  readonly notes: readonly string[];
}

/** What a sync would do for one Argo Application in one cluster. */
export interface ApplicationPlan extends NamespaceChange, Delivery {
  readonly application: string;
  readonly cluster: string;
  /** Label of the environment, when there is one. Environments are synced in parallel. */
  readonly environment?: string;
  /** Its own sync wave: the Argo Applications of an environment go wave by wave. */
  readonly wave: number;
  /** The revisions of sources outside of the repository; absent when there are none. */
  readonly sources?: readonly SourceRevision[];
  /** A hold makes sync refuse this revision. */
  readonly held: boolean;
  /** True for one that left Git and is deleted. */
  readonly orphaned: boolean;
  /** Everything in the order of execution, with what is kept and what is not deleted. */
  readonly schedule: readonly PlannedTask[];
  /** What stops it before the first write. */
  readonly problems: readonly ProblemSummary[];
}

/** What a sync would do, in order: `plan`. */
export interface PlanResult extends ResultHeader {
  readonly kind: 'PlanResult';
  /**
   * True when a sync would change something, and when it is not known because a cluster could not be read.
   */
  readonly changed: boolean;
  /** Of what would be done and in which order: two plans of one revision with one digest do the same. */
  readonly digest: string;
  /** By environment, then in the order of their waves. */
  readonly applications: readonly ApplicationPlan[];
  readonly orphaned: readonly OrphanedApplication[];
}
