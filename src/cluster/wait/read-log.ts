import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { maskText } from '../../manifest/mask-text.js';
import type { ContainerLog } from '../health/pod-trouble.js';
import type { KubeClient } from '../transport/client.js';
import { linkSignals } from '../transport/signals.js';

/** The last lines that a container of a pod wrote. */
export interface LogTail {
  readonly pod: string;
  readonly container: string;
  /** Oldest first, what looks like a secret hidden. */
  readonly lines: readonly string[];
}

export interface LogOptions {
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

const LINES = 10;
/** The server counts from the beginning of the lines: fewer would cut off the last ones. */
const MAX_BYTES = 65_536;
const MAX_LINE = 300;
/** A node that does not answer is not waited for. */
const PATIENCE_MS = 10_000;

/**
 * One request, never repeated; undefined when there is nothing to read, or it may not be read, or the node
 * does not answer.
 */
export async function readLog(
  client: KubeClient,
  pod: KubeObject,
  { container, previous }: ContainerLog,
  { secrets }: LogOptions,
  signal: AbortSignal,
): Promise<LogTail | undefined> {
  const { namespace = 'default', name } = pod.metadata;
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
  const { signal: ending, release } = linkSignals(signal, impatience.signal);
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`;
    const query = { container, previous, tailLines: LINES, limitBytes: MAX_BYTES };
    const { body } = await client.request<unknown>(
      { method: 'GET', path, query, accept: '*/*', idempotent: false },
      ending,
    );
    const lines = typeof body === 'string' ? toLines(maskText(whole(body), secrets)) : [];
    return lines.length === 0 ? undefined : { pod: name, container, lines };
  } catch (error) {
    // An explanation is worth having, never worth failing for.
    if (GitopsError.is(error)) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    release();
  }
}

/** Without a last line that was cut: half a secret is not recognised. */
function whole(text: string): string {
  return Buffer.byteLength(text) < MAX_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

function toLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => plain(line).slice(0, MAX_LINE))
    .filter((line) => line.trim() !== '')
    .slice(-LINES);
}

/** What a program writes must not steer the terminal it is shown on. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
  return line.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, '').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
