/** Argo CD puts these into the names of files, too. */
const ENVIRONMENT = /^ARGOCD_APP_/;

/**
 * The name in a file `$name/…` when no source has that `ref`. Argo CD then takes it for a variable, which is
 * empty. Pure.
 */
export function unknownReference(file: string, refs: readonly string[]): string | undefined {
  const ref = /^\$([A-Za-z_][\w-]*)\//.exec(file)?.[1];
  return ref === undefined || refs.includes(ref) || ENVIRONMENT.test(ref) ? undefined : ref;
}
