/**
 * What happens while a local cluster is provisioned, started or stopped, in order. The library never prints.
 */
export type LocalClusterEvent =
  /** Another process works on the same thing. */
  | { readonly kind: 'waiting'; readonly for: 'cluster' | 'binaries'; readonly pid: number; readonly seconds: number }
  /** Something the user should know: a source that was unreachable, a cached file that was damaged. */
  | { readonly kind: 'note'; readonly message: string }
  /**
   * A component is being made; repeated while it lasts. Downloads count bytes, builds count packages. `step`
   * of `steps` components are made in this run; `secondsLeft` is an estimate for all that is left of them,
   * known for builds.
   */
  | {
      readonly kind: 'provisioning';
      readonly component: string;
      readonly source: 'download' | 'build';
      readonly seconds: number;
      readonly done?: number;
      readonly total?: number;
      readonly unit?: 'bytes' | 'packages';
      readonly step?: number;
      readonly steps?: number;
      readonly secondsLeft?: number;
    }
  | {
      readonly kind: 'provisioned';
      readonly component: string;
      readonly source: 'download' | 'build';
      readonly seconds: number;
      readonly step?: number;
      readonly steps?: number;
    }
  | { readonly kind: 'process-started'; readonly cluster: string; readonly process: string; readonly pid: number }
  | {
      readonly kind: 'ready';
      readonly cluster: string;
      readonly part: 'api' | 'controllers' | 'nodes';
      readonly seconds: number;
    }
  | { readonly kind: 'process-stopped'; readonly cluster: string; readonly process: string };

/** Is called with each event, in order. */
export type LocalClusterListener = (event: LocalClusterEvent) => void;
