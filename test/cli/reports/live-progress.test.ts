import { liveProgress } from '../../../src/cli/reports/live-progress.js';
import { captureTerminal } from '../capture-terminal.js';

const scope = { application: 'shop-dev', cluster: 'local' };
const object = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('liveProgress', () => {
  test('redraws one line for what runs, and leaves what was done above it', () => {
    const { terminal, err } = captureTerminal({ interactive: true });
    const progress = liveProgress(terminal);

    progress.event({ ...scope, kind: 'started', revision: 'abc', objects: 1 });
    progress.event({ ...scope, kind: 'done', action: 'created', object });
    progress.event({ ...scope, kind: 'health', object, status: 'Progressing', message: '0 of 1' });
    expect(err()).toMatch(/shop-dev waiting for Deployment shop\/web: 0 of 1 \d+ s\n$/);
    progress.event({ ...scope, kind: 'health', object, status: 'Healthy' });
    progress.event({ ...scope, kind: 'finished', outcome: 'synced', seconds: 1.25 });
    progress.close();

    expect(screen(err())).toBe('  shop-dev created Deployment shop/web\n✔ shop-dev synced (1.3 s)\n');
  });

  test('the same application on two clusters has two lines; bad news stays on the screen once; the wait says what for', () => {
    const { terminal, err } = captureTerminal({ interactive: true });
    const progress = liveProgress(terminal);

    for (const cluster of ['east', 'west'])
      progress.event({ ...scope, cluster, kind: 'started', revision: 'abc', objects: 1 });
    const message = 'Waiting for rollout to finish: 0 of 1 updated replicas are available...';
    for (const more of ['', ' Pod a', ' Pod b'])
      progress.event({
        ...scope,
        cluster: 'east',
        kind: 'health',
        object,
        status: 'Degraded',
        message: `${message}${more}`,
      });

    const shown = screen(err()).trimEnd().split('\n');
    progress.close();
    expect(shown).toEqual([
      `  shop-dev Degraded Deployment shop/web: ${message}`,
      expect.stringContaining('shop-dev waiting for Deployment shop/web: 0 of 1 updated replicas are available... Po'),
      expect.stringContaining('shop-dev  0 s'),
    ]);
  });

  test('never draws more lines than the window has, nor wider ones', () => {
    const { terminal, err } = captureTerminal({ interactive: true, size: () => ({ columns: 30, rows: 6 }) });
    const progress = liveProgress(terminal);

    for (let index = 0; index < 20; index++)
      progress.event({
        application: `an-application-with-a-long-name-${index}`,
        cluster: 'local',
        kind: 'started',
        revision: 'abc',
        objects: 1,
      });

    const shown = screen(err()).trimEnd().split('\n');
    progress.close();
    expect(shown).toHaveLength(4);
    expect(shown.at(-1)).toContain('and 17 more');
    for (const line of shown) expect(line.length).toBeLessThan(30);
    expect(screen(err())).toBe('');
  });
});

/** What is on the screen after the cursor moved as told. */
function screen(text: string): string {
  let lines: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is the escape sequence we look for
  for (const part of text.split(/(\u001b\[\d+A\u001b\[0J)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
    const up = /^\u001b\[(\d+)A/.exec(part)?.[1];
    if (up === undefined) lines.push(...part.split('\n').slice(0, -1));
    else lines = lines.slice(0, lines.length - Number(up));
  }
  return lines.map((line) => `${line}\n`).join('');
}
