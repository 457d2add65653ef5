import { figures, Spinner } from 'listr2';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { SyncEvent } from '../../workflow/api/events.js';
import { cut } from '../terminal/cut.js';
import { type Style, styleFor } from '../terminal/style.js';
import type { Terminal } from '../terminal/terminal.js';
import { calmHealth } from './calm-health.js';
import { describeEvent, describePlan } from './describe-event.js';

/** What one Argo Application is doing, for its live line. */
interface Running {
  readonly name: string;
  readonly since: number;
  text: string;
  readonly unhealthy: Map<string, string>;
}

const FRAME_MS = 100;

/**
 * One redrawn line per Argo Application at work; what is finished, changed or worth knowing scrolls above it.
 */
export function liveProgress(terminal: Terminal): {
  event(event: SyncEvent): void;
  note(text: string): void;
  close(): void;
} {
  const style = styleFor(terminal.colour);
  const running = new Map<string, Running>();
  const spinner = new Spinner();
  const health = calmHealth();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    if (drawn > 0) terminal.err(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    const { columns, rows } = terminal.size();
    const lines = [...running.values()].map(
      (item) => `${style.accent(spinner.fetch())} ${style.strong(item.name)} ${describeRunning(item, style)}`,
    );
    const shown = lines.slice(0, Math.max(1, rows - 2));
    if (shown.length < lines.length)
      shown[shown.length - 1] = style.faint(`  and ${lines.length - shown.length + 1} more`);
    erase();
    if (shown.length > 0) terminal.err(`${shown.map((line) => cut(line, columns - 1)).join('\n')}\n`);
    drawn = shown.length;
  };
  const tick = () => {
    spinner.spin();
    draw();
  };
  const above = (line: string) => {
    erase();
    terminal.err(`${line}\n`);
    draw();
  };
  const close = () => {
    clearInterval(timer);
    timer = undefined;
    erase();
    running.clear();
  };

  return {
    event: (event) => {
      timer ??= setInterval(tick, FRAME_MS).unref();
      const isNews = health.offer(event);
      const line = follow(running, event, style);
      if (line === undefined || !isNews) draw();
      else above(`${mark(event, style)} ${style.strong(event.application)} ${line}`);
    },
    note: above,
    close,
  };
}

/** Updates the live line; returns what must stay on the screen. */
function follow(running: Map<string, Running>, event: SyncEvent, style: Style): string | undefined {
  const item = running.get(keyOf(event)) ?? {
    name: event.application,
    since: Date.now(),
    text: '',
    unhealthy: new Map(),
  };
  if (event.kind === 'finished') {
    running.delete(keyOf(event));
    return describeEvent(event, style);
  }
  running.set(keyOf(event), item);
  if (event.kind === 'planned') item.text = describePlan(event, style);
  if (event.kind === 'stage') item.text = describeEvent(event, style) ?? item.text;
  if (event.kind === 'health') {
    if (event.status === 'Healthy') item.unhealthy.delete(identityKey(event.object));
    else
      item.unhealthy.set(
        identityKey(event.object),
        `${describeIdentity(event.object)}${event.message === undefined ? '' : `: ${essence(event.message)}`}`,
      );
    return event.status === 'Degraded' ? describeEvent(event, style) : undefined;
  }
  return event.kind === 'warning' || event.kind === 'done' ? describeEvent(event, style) : undefined;
}

/** One Argo Application may go to several clusters. */
function keyOf({ application, cluster }: SyncEvent): string {
  return `${application} ${cluster}`;
}

/** The line says already that it waits. */
function essence(message: string): string {
  return message.replace(/^Waiting for rollout to finish: /, '');
}

function describeRunning({ since, text, unhealthy }: Running, style: Style): string {
  const seconds = style.faint(`${Math.round((Date.now() - since) / 1000)} s`);
  const [first] = unhealthy.values();
  if (first === undefined) return `${text} ${seconds}`;
  return `waiting for ${first}${unhealthy.size > 1 ? ` and ${unhealthy.size - 1} more` : ''} ${seconds}`;
}

function mark(event: SyncEvent, style: Style): string {
  if (event.kind === 'warning') return style.warn(figures.warning);
  if (event.kind !== 'finished') return ' ';
  return event.outcome === 'synced' || event.outcome === 'unchanged'
    ? style.good(figures.tick)
    : style.bad(figures.cross);
}
