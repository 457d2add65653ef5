import { GitopsError } from '../../errors.js';

const SHOWN = 5;

/** The error of a verb that writes and was asked for nothing but what Argo CD delivers. */
export function argoCdDelivers(
  applications: readonly string[],
  revision: string,
  hint: string = SYNC_HINT,
): GitopsError {
  const names = [...new Set(applications)];
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
  return new GitopsError(
    'WORKFLOW_ARGOCD_DELIVERS',
    `Argo CD delivers '${names.slice(0, SHOWN).join("', '")}'${more}, as revision '${revision}' says: nothing was changed`,
    { hint, data: { applications: names } },
  );
}

const SYNC_HINT =
  "Push the commit: Argo CD syncs it. Then look with gitops verify; gitops diff shows what its next sync changes. To have gitops sync deliver it, set the Environment's delivery to 'sync', and sync once with --takeover.";
