import type { ArgoApplication } from '../argocd/application/application.js';
import { projectOf } from '../argocd/application/project-of.js';
import { forecastWindows, type WindowForecast } from '../argocd/sync/sync-windows.js';
import { GitopsError } from '../errors.js';
import { openRepository } from '../git/open-repository.js';
import { compareText } from '../manifest/compare-text.js';
import type { ArgoResources, Found } from '../render/resources/argo-resources.js';
import type { RevisionOptions, Selection } from './api/options.js';
import { API_VERSION, problemSummary } from './api/results.js';
import type { ApplicationWindows, WindowsResult } from './api/windows-result.js';
import { toMinute } from './planning/closed-windows.js';
import { collectNotices } from './revision/collect-notices.js';
import { readRevision } from './revision/read-revision.js';
import { checkDestination } from './verdicts/check-destination.js';
import { projectWindows } from './verdicts/project-windows.js';
import {
  assertNotAllSkipped,
  assertSelected,
  matches,
  type SelectedApplication,
  skipped,
} from './verdicts/selection.js';

export interface WindowsOptions extends RevisionOptions, Selection {
  readonly now?: Date;
}

/**
 * The sync windows of each selected Argo Application of a revision, without rendering it and without a
 * cluster. Apps of apps are not among them: they are not synced by us.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED and what reading throws
 */
export async function windows({ now = new Date(), ...given }: WindowsOptions): Promise<WindowsResult> {
  const { options, notices } = collectNotices(given);
  const git = await openRepository(options.repository, { offline: options.sources?.offline });
  const { revision, resources } = await readRevision(git, { ...options, allowDirty: true, beside: true, inside: true });
  const known = resources.applications.map((found) => placed(found, resources));
  const selected = known.filter(({ application, cluster }) => matches(application, cluster, options));
  // A file that cannot be read may have what was selected: its problem says more.
  if (resources.problems.length === 0) assertSelected(selected.length, options, known, revision.shortId);
  const left = selected.flatMap(({ application }) => skipped(application, 'look') ?? []);
  const staying = selected.filter(({ application }) => skipped(application, 'look') === undefined);
  if (selected.length > 0) assertNotAllSkipped(staying.length, left, revision.shortId);
  return {
    apiVersion: API_VERSION,
    kind: 'WindowsResult',
    revision,
    now: toMinute(now),
    applications: staying
      .map((one) => describe(one, resources, now))
      .sort((one, other) => compareText(one.application, other.application) || compareText(one.cluster, other.cluster)),
    skipped: left,
    problems: resources.problems.map(problemSummary),
    notices,
  };
}

/** With the cluster as Git has it, otherwise as the destination names it: nobody connects to it. */
function placed(found: Found<ArgoApplication>, resources: ArgoResources): SelectedApplication {
  const { resource, file } = found;
  const { name, server = '' } = resource.spec.destination;
  const { cluster = { name: name ?? server, type: 'kubeconfig', labels: {} } } = checkDestination(found, resources);
  return { application: resource, file, cluster };
}

function describe(
  { application, file, cluster }: SelectedApplication,
  resources: ArgoResources,
  now: Date,
): ApplicationWindows {
  const about = { application: application.metadata.name, cluster: cluster.name, project: projectOf(application) };
  const isKnown = resources.projects.some(({ resource }) => resource.metadata.name === about.project);
  // Argo CD makes the project 'default' where Git does not have it.
  if (!isKnown && about.project !== 'default') {
    const { findings } = checkDestination({ resource: application, file }, resources);
    const unknown = findings.find(({ rule }) => rule === 'unknown-project');
    const reason = unknown?.message ?? `the AppProject '${about.project}' cannot be read`;
    return { ...about, verdict: 'unknown', windows: [], reason };
  }
  try {
    return { ...about, ...verdictOf(forecastWindows(projectWindows(application, resources), application, now)) };
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return { ...about, verdict: 'forbidden', windows: [], reason: error.message };
  }
}

function verdictOf({
  allowed,
  sync,
  until,
  closes,
  windows: all,
}: WindowForecast): Pick<ApplicationWindows, 'sync' | 'until' | 'verdict' | 'windows'> {
  const change = allowed ? closes : until;
  return { verdict: allowed ? 'allowed' : 'forbidden', sync, until: change && toMinute(change), windows: all };
}
