import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';

/**
 * Turns a problem of something that an Argo Application needs into a problem of that Argo Application. Any
 * other error is thrown again.
 */
export function aboutApplication(
  error: unknown,
  { application, file }: { readonly application: ArgoApplication; readonly file: string },
): GitopsError {
  if (!GitopsError.is(error)) throw error;
  return error.with(({ message }) => ({
    message: `Argo Application '${application.metadata.name}': ${message}`,
    source: { file },
  }));
}
