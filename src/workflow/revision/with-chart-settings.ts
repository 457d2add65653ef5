import type { FileSet } from '../../files/file-set.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { settingsInValues } from '../../render/resources/settings-in-values.js';
import type { RevisionOptions } from '../api/options.js';

/** Where Git has no `argocd-cm`: with the settings in values of the chart argo-cd, which a notice names. */
export function withChartSettings(
  resources: ArgoResources,
  files: FileSet,
  { onNotice }: Pick<RevisionOptions, 'onNotice'>,
): ArgoResources {
  const { applications, roots, applicationSets } = resources;
  const isEmpty = applications.length + roots.length + applicationSets.length === 0;
  if (isEmpty || resources.settings !== undefined) return resources;
  const settings = settingsInValues(files, [...applications, ...roots]);
  if (settings === undefined) return resources;
  const message = `the settings of Argo CD are those that '${settings.file}' gives to its chart`;
  onNotice?.({ kind: 'argocd-settings', message });
  return { ...resources, settings };
}
