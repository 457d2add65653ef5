/**
 * A time in which Argo CD, and `gitops sync`, may or may not sync.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/
 */
export interface ProjectWindow {
  /** `deny` forbids syncs while it is active. With an `allow`, syncs are forbidden while none is active. */
  readonly kind: 'allow' | 'deny';
  /** When it begins: five fields of cron. */
  readonly schedule: string;
  /** How long it is active, as Go writes it: `1h30m`. */
  readonly duration: string;
  /** Of the schedule, such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string;
  /** At most 255 characters. */
  readonly description?: string;
  /** Patterns of names of Argo Applications. One of the three kinds of patterns is needed. */
  readonly applications?: readonly string[];
  /** Patterns of namespaces of destinations. */
  readonly namespaces?: readonly string[];
  /** Patterns of names or URLs of clusters, as Argo CD knows them. */
  readonly clusters?: readonly string[];
  /** It concerns what all given kinds of patterns match. @default false: one is enough */
  readonly andOperator?: boolean;
  /** Syncs that a person starts are allowed all the same. @default false */
  readonly manualSync?: boolean;
}
