import type { ApplicationWindow, ApplicationWindows, WindowsResult } from '../../../workflow/api/windows-result.js';
import { describeSyncWindow } from '../../../workflow/planning/closed-windows.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** One row for each sync window of each Argo Application. */
export function windowsText(given: WindowsResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const { applications, revision, now, skipped, problems } = result;
  const rows = applications.flatMap((one) => {
    const first = [one.application, one.cluster, one.project, verdictOf(one, style), changeOf(one)];
    const [window, ...more] = one.windows;
    if (window === undefined) return [[...first, one.verdict === 'allowed' ? 'none' : '']];
    return [[...first, windowOf(window)], ...more.map((other) => ['', '', '', '', '', windowOf(other)])];
  });
  const reasons = applications.flatMap(({ application, reason }) =>
    reason === undefined ? [] : [`${application}: ${reason}\n`],
  );
  const left = skipped.map(({ application, reason }) => `${application}: ${reason}\n`);
  const errors = problems.map(
    ({ code, message, hint }) =>
      `${style.bad('error')} ${code}: ${message}\n${hint === undefined ? '' : `  hint ${hint}\n`}`,
  );
  return [
    table(['APPLICATION', 'CLUSTER', 'PROJECT', 'SYNC', 'UNTIL', 'WINDOWS'], rows, columns),
    [...reasons, ...left, ...errors].join(''),
    `${revision.shortId}${revision.subject === undefined ? '' : ` ${revision.subject}`} ${style.faint(`at ${now}`)}\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function verdictOf({ verdict, sync }: ApplicationWindows, style: Style): string {
  const text = sync === undefined ? verdict : `${sync} ${verdict}`;
  if (verdict === 'allowed') return style.good(text);
  return verdict === 'unknown' ? style.warn(text) : style.bad(text);
}

function changeOf({ until, windows }: ApplicationWindows): string {
  return until ?? (windows.length === 0 ? '' : 'no end in sight');
}

function windowOf(window: ApplicationWindow): string {
  return `${window.active ? 'active' : 'inactive'}: ${describeSyncWindow(window)}${window.manualSync ? ', manual syncs pass' : ''}`;
}
