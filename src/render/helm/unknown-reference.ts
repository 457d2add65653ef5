/** Argo CD also replaces these variables in names of files. */
const ENVIRONMENT = /^ARGOCD_APP_/;

/**
 * The name in a file `$name/…` when no source has that `ref`. Argo CD then reads it as a variable without a
 * value. Pure.
 */
export function unknownReference(file: string, refs: readonly string[]): string | undefined {
  const ref = /^\$([A-Za-z_][\w-]*)\//.exec(file)?.[1];
  return ref === undefined || refs.includes(ref) || ENVIRONMENT.test(ref) ? undefined : ref;
}
