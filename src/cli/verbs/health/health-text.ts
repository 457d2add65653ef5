import type { HealthResult } from '../../../workflow/judge-objects.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** One row per object, in the order given. */
export function healthText(given: HealthResult, style: Style, columns?: number): string {
  const { objects } = inLines(given);
  if (objects.length === 0) return 'There are no objects.\n';
  const rows = objects.map(({ group, kind, namespace, name, status, message, rule }) => [
    paintStatus(status, style),
    group === '' ? kind : `${kind}.${group}`,
    namespace || '-',
    name,
    rule || '-',
    message.trim(),
  ]);
  return table(['HEALTH', 'KIND', 'NAMESPACE', 'NAME', 'RULE', 'MESSAGE'], rows, columns);
}

function paintStatus(status: string, style: Style): string {
  if (status === '') return '-';
  if (status === 'Healthy') return style.good(status);
  return status === 'Degraded' || status === 'Unknown' ? style.bad(status) : style.warn(status);
}
