import type { SyncEvent } from '../../workflow/api/events.js';
import { API_VERSION } from '../../workflow/api/results.js';
import type { Cli, GlobalOptions } from '../cli.js';
import type { OutputOptions } from '../input/options/output.js';
import { inLines } from '../terminal/in-lines.js';
import { styleFor } from '../terminal/style.js';
import { calmHealth } from './calm-health.js';
import { describeEvent } from './describe-event.js';
import { documentLine } from './document-line.js';
import type { OutputDocument } from './output-document.js';

const LOOK_MS = 500;

/**
 * Reports what happens while a command runs, and its result. Progress goes to standard error, results to
 * standard output.
 */
export interface Reporter {
  event(event: SyncEvent): void;
  /** A line of progress that is not about one Argo Application. */
  note(text: string): void;
  /** The result: the document for `--output json`, the text otherwise. */
  result(result: OutputDocument, text: () => string): void;
  /** Takes the live lines away; to be called also when the command fails. */
  close(): void;
}

export async function createReporter(cli: Cli, options: OutputOptions & GlobalOptions): Promise<Reporter> {
  const { terminal } = cli;
  if (options.output === 'json') return jsonReporter(cli);
  const result = (_result: unknown, text: () => string) => terminal.out(text());
  if (options.quiet) return { event: () => undefined, note: () => undefined, result, close: () => undefined };
  if (!terminal.interactive) {
    const plain = plainProgress(cli);
    return { ...plain, event: (event) => plain.event(inLines(event)), result };
  }
  const { liveProgress } = await import('./live-progress.js');
  const live = liveProgress(terminal);
  return {
    ...live,
    event: (event) => live.event(inLines(event)),
    result: (value, text) => {
      live.close();
      result(value, text);
    },
  };
}

function jsonReporter({ terminal }: Cli): Reporter {
  return {
    event: (event) => terminal.out(documentLine({ apiVersion: API_VERSION, kind: 'Event', event })),
    note: () => undefined,
    result: (result) => terminal.out(documentLine(result)),
    close: () => undefined,
  };
}

/** Lines for CI logs. */
function plainProgress({ terminal }: Cli): Pick<Reporter, 'event' | 'note' | 'close'> {
  const style = styleFor(terminal.colour);
  const health = calmHealth();
  const write = (event: SyncEvent) => {
    const line = describeEvent(event, style);
    if (line !== undefined) terminal.err(`${style.strong(event.application)} ${line}\n`);
  };
  const timer = setInterval(() => health.due().forEach(write), LOOK_MS).unref();
  return {
    event: (event) => {
      if (health.offer(event)) write(event);
    },
    note: (text) => terminal.err(`${text}\n`),
    close: () => clearInterval(timer),
  };
}
