import type { ExecutionEvent } from '../../cluster/execute/execution.js';

/** The Argo Application and cluster an event is about. */
export interface EventScope {
  /** Name of the Argo Application. */
  readonly application: string;
  readonly cluster: string;
}

type Scoped<Event> = Event extends unknown ? Event & EventScope : never;

/**
 * What happens during `sync`, `rollback`, `diff` and `verify`, in order. Library code never prints: the
 * command line turns these into progress lines or JSON.
 */
export type SyncEvent =
  | ({
      readonly kind: 'started';
      readonly revision: string;
      /** All that Git has, with `hooks` and `ignored`. */
      readonly objects: number;
      /** Hooks among them; absent where there are none. */
      readonly hooks?: number;
      /**
       * Those among them that are never applied, such as tests of Helm charts; absent where there are none.
       */
      readonly ignored?: number;
    } & EventScope)
  | ({
      readonly kind: 'planned';
      readonly create: number;
      readonly update: number;
      readonly keep: number;
      readonly delete: number;
      readonly recreate: number;
      /** Hooks; without those that are run only after a failure. */
      readonly run: number;
    } & EventScope)
  | Scoped<ExecutionEvent>
  | ({
      readonly kind: 'finished';
      readonly outcome: ApplicationOutcome;
      readonly message?: string;
      readonly seconds: number;
    } & EventScope);

/**
 * How one Argo Application ended: `synced` (applied, healthy, verified), `unchanged`, `unhealthy` (applied,
 * but not healthy or not verified: exit 3), `failed` (an error: exit 1), `blocked` (not tried because
 * something before it failed), `held` (a rollback holds it), `interrupted`.
 */
export type ApplicationOutcome = 'synced' | 'unchanged' | 'unhealthy' | 'failed' | 'blocked' | 'held' | 'interrupted';

export type SyncListener = (event: SyncEvent) => void;
