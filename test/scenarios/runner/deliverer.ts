import type { Outcome, RemoveRequest, SyncRequest, Tool, Verdicts } from './scenario.js';

/** How a sync ended. */
export interface SyncAnswer {
  readonly outcome: Outcome;
  readonly message: string;
  /** Codes of `docs/errors.md`; Argo CD has none. */
  readonly codes: readonly string[];
  /** What the tool itself says it did to each object, for people who read a recorded answer. */
  readonly said?: readonly string[];
}

/** What is thought of the objects now: by reference, `application` for the whole. */
export interface VerdictAnswer {
  readonly health: Verdicts;
  readonly sync: Verdicts;
}

/** Something that delivers a Git repository: `gitops`, or Argo CD. One per scenario. */
export interface Deliverer {
  /** The source of the applications is now exactly this: folder of the scenario with their files. */
  commit(folder: string): Promise<void>;
  sync(request: SyncRequest): Promise<SyncAnswer>;
  /** Deletes the application with all it delivered. */
  remove(request: RemoveRequest): Promise<SyncAnswer>;
  /**
   * @param application name among the scenario's applications; default the first. @param by matters where
   * both tools deliver
   */
  verdicts(application?: string, by?: Tool): Promise<VerdictAnswer>;
  close(): Promise<void>;
}
