/**
 * Fields in which live objects may differ from Git, such as replicas that an autoscaler sets.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
export interface IgnoreDifferences {
  readonly kind: string;
  /** @default the core group */
  readonly group?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** JSON pointers: `/spec/replicas`. */
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  /** Field managers whose fields do not count. */
  readonly managedFieldsManagers?: readonly string[];
}
