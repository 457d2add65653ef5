import type { LocalClusterEvent, LocalClusterListener } from '../../../local-cluster/events.js';
import { API_VERSION } from '../../../workflow/api/results.js';
import type { GlobalOptions } from '../../cli.js';
import type { OutputOptions } from '../../input/options/output.js';
import { documentLine } from '../../reports/document-line.js';
import { cut } from '../../terminal/cut.js';
import { styleFor } from '../../terminal/style.js';
import type { Terminal } from '../../terminal/terminal.js';

/** How often a log gets a line while one thing lasts. */
const PLAIN_INTERVAL_MS = 15_000;

/**
 * Long work on the local cluster: one redrawn line on a terminal, a plain line every 15 seconds otherwise,
 * JSON events where asked for.
 */
export function localProgress(
  terminal: Terminal,
  options: OutputOptions & GlobalOptions,
): { readonly event: LocalClusterListener; close(): void } {
  if (options.output === 'json')
    return {
      event: (event) => terminal.out(documentLine({ apiVersion: API_VERSION, kind: 'Event', event })),
      close: () => undefined,
    };
  if (options.quiet) return { event: () => undefined, close: () => undefined };
  return terminal.interactive ? redrawn(terminal) : plain(terminal);
}

function redrawn(terminal: Terminal): { readonly event: LocalClusterListener; close(): void } {
  const style = styleFor(terminal.colour);
  let last = 0;
  let drawn = false;
  const erase = () => {
    if (drawn) terminal.err('\r\u001b[2K');
    drawn = false;
  };
  return {
    event: (event) => {
      const line = describe(event);
      if (stays(event)) {
        erase();
        terminal.err(`${line}\n`);
      } else if (event.kind !== 'provisioning' || Date.now() - last >= 100) {
        erase();
        terminal.err(style.faint(cut(line, terminal.size().columns - 1)));
        drawn = true;
        last = Date.now();
      }
    },
    close: erase,
  };
}

function plain(terminal: Terminal): { readonly event: LocalClusterListener; close(): void } {
  const last = new Map<string, number>();
  return {
    event: (event) => {
      const subject = event.kind === 'provisioning' ? `${event.component} ${event.source}` : event.kind;
      const lasting = event.kind === 'provisioning' || event.kind === 'waiting';
      if (!lasting && !stays(event)) return;
      if (lasting && Date.now() - (last.get(subject) ?? 0) < PLAIN_INTERVAL_MS) return;
      last.set(subject, Date.now());
      terminal.err(`${describe(event)}\n`);
    },
    close: () => undefined,
  };
}

function stays(event: LocalClusterEvent): boolean {
  return event.kind === 'note' || event.kind === 'provisioned';
}

function describe(event: LocalClusterEvent): string {
  switch (event.kind) {
    case 'waiting':
      return `[local] process ${event.pid} works on the same ${event.for}: waiting, ${duration(event.seconds)}`;
    case 'note':
      return `[local] ${event.message}`;
    case 'provisioning':
      return `[local] ${step(event)}${event.source} of ${event.component} ${duration(event.seconds)}${amounts(event)}${left(event)}`;
    case 'provisioned':
      return `[local] ${step(event)}${event.source} of ${event.component} done in ${duration(event.seconds)}`;
    case 'process-started':
      return `[local] starting ${event.process}`;
    case 'ready':
      return `[local] ${event.part} ready after ${event.seconds.toFixed(1)} s`;
    case 'process-stopped':
      return `[local] stopped ${event.process}`;
  }
}

/** Nothing where there is only one. */
function step({ step: at, steps = 1 }: { readonly step?: number; readonly steps?: number }): string {
  return at === undefined || steps < 2 ? '' : `${at} of ${steps}: `;
}

function left({ secondsLeft }: Extract<LocalClusterEvent, { kind: 'provisioning' }>): string {
  if (secondsLeft === undefined) return '';
  return secondsLeft < 55 ? '; less than a minute left' : `; about ${Math.round(secondsLeft / 60)} min left`;
}

function amounts({ done = 0, total = 0, unit }: Extract<LocalClusterEvent, { kind: 'provisioning' }>): string {
  if (total === 0) return '';
  if (unit === 'bytes') return `, ${megabytes(done)} of ${megabytes(total)} MB`;
  return done === 0 ? `, looking at ${total} packages` : `, packages ${done}/${total}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
