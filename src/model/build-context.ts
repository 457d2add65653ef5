/**
 * What `resources()` may know about where it is built. All but the namespace is absent while the base is
 * built.
 */
export interface BuildContext {
  /** Id of the Environment. */
  readonly environment?: string;
  /** Id of the Cluster. Using it makes an overlay per cluster. */
  readonly cluster?: string;
  /**
   * Namespace of every object that names none: for fields that must name it, such as the subjects of a
   * RoleBinding.
   */
  readonly namespace: string;
}
