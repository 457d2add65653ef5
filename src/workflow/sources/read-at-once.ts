/**
 * What may hold Argo CD resources, or name other files: it is read at once. All else is read when a source
 * needs it, such as pictures never.
 */
const READ_AT_ONCE = /\.(?:ya?ml|json|jsonnet|libsonnet|tpl)$|(?:^|\/)Kustomization$/;

/** Whether a file of a repository is read with the first ones, by its path. */
export function isReadAtOnce(path: string): boolean {
  return READ_AT_ONCE.test(path);
}
