import type { ClosedWindow } from '../../workflow/api/window-note.js';
import { describeWindow } from '../../workflow/planning/closed-windows.js';
import type { JunitCase } from './junit.js';

/** What sync windows forbid now, as cases that are skipped, by Argo Application and cluster. */
export function windowCases(
  windows: readonly ClosedWindow[] = [],
  application: string,
  cluster: string,
): readonly JunitCase[] {
  return windows
    .filter((window) => window.application === application && window.cluster === cluster)
    .map(
      (window): JunitCase => ({
        classname: application,
        name: 'sync windows',
        result: { kind: 'skipped', message: describeWindow(application, window) },
      }),
    );
}
