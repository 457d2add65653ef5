import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';
import { missingValues } from '../../render/helm/missing-values.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { Finding } from '../verdicts/finding.js';

const SHOWN = 3;

/**
 * Findings of an app of apps that is a chart and that no Argo Application names. Where the chart misses
 * values, the Argo Application that delivers it sets them, and what it makes without them proves nothing. So
 * these findings are warnings. Pure.
 */
export function checkAssumed(
  findings: readonly Finding[],
  { assumed }: Pick<ArgoResources, 'assumed'>,
  files: FileSet,
): readonly Finding[] {
  if (assumed === undefined) return findings;
  const chart = posix.join(assumed.folder, 'Chart.yaml');
  const isOfChart = ({ level, file }: Finding): boolean => level === 'error' && file === chart;
  const missing = findings.some(isOfChart) ? missingValues(files, assumed.folder) : [];
  if (missing.length === 0) return findings;
  const names = `${missing.slice(0, SHOWN).join(', ')}${missing.length > SHOWN ? ' and others' : ''}`;
  const hint = `Nothing sets the values ${names} of the chart. Give the Argo Application that does: gitops check -f root.yaml.`;
  return findings.map((finding) => (isOfChart(finding) ? { ...finding, level: 'warning', hint } : finding));
}
