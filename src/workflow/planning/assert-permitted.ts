import { describeWord } from '../../argocd/describe-word.js';
import { metadataWords } from '../../argocd/sync/metadata-words.js';
import { GitopsError } from '../../errors.js';
import { describeObject } from '../../manifest/identity.js';
import type { SyncListener } from '../api/events.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import { windowNote } from './closed-windows.js';
import { windowClosed } from './window-closed.js';

export interface AssertPermittedOptions {
  /** `ignore` warns, `show` leaves them to the result. Default: they forbid the sync. */
  readonly windows?: 'forbid' | 'ignore' | 'show';
  readonly onEvent?: SyncListener | undefined;
}

/**
 * Refuses everything that the AppProjects of the selected Argo Applications forbid, before any cluster is
 * asked. Warns about sync options, hooks, policies and other words that Argo CD ignores.
 *
 * @throws GitopsError with every problem: WORKFLOW_PROJECT_UNKNOWN, WORKFLOW_PROJECT_FORBIDDEN,
 * WORKFLOW_IMPERSONATION_MISSING, WORKFLOW_WINDOW_CLOSED, ARGOCD_INVALID_WINDOW
 */
export function assertPermitted(
  { targets, verdicts }: LoadedRevision,
  { windows = 'forbid', onEvent }: AssertPermittedOptions = {},
): void {
  const problems = targets.flatMap(({ secret, applications }) =>
    applications.flatMap((application) => {
      const scope = { application: application.name, cluster: secret.name };
      const verdict = verdicts.get(application.instance);
      if (verdict?.unknown !== undefined) onEvent?.({ kind: 'warning', message: verdict.unknown, ...scope });
      const words = application.objects.flatMap((object) =>
        metadataWords(object).map((problem) => describeWord(problem, describeObject(object))),
      );
      for (const message of [...(verdict?.words ?? []), ...words]) onEvent?.({ kind: 'warning', message, ...scope });
      const closed = windows === 'show' ? undefined : closedWindow(application, verdict?.window);
      if (closed && windows === 'ignore')
        onEvent?.({ kind: 'warning', message: `sync windows are ignored: ${closed.message}`, ...scope });
      return [...(verdict?.problems ?? []), ...(closed && windows === 'forbid' ? [closed] : [])];
    }),
  );
  GitopsError.throwAll(problems);
}

function closedWindow(
  application: LoadedRevision['targets'][number]['applications'][number],
  window: Parameters<typeof windowNote>[0],
): GitopsError | undefined {
  const note = windowNote(window);
  return note && windowClosed(application, note);
}
