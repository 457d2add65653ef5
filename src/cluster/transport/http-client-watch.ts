import type { IncomingMessage } from 'node:http';
import { GitopsError } from '../../errors.js';
import { isKubeObject, isRecord } from '../../manifest/kube-object.js';
import { parseJson } from '../../manifest/parse-json.js';
import type { WatchEvent } from './client.js';
import { type AnswerSource, statusError } from './http-client-errors.js';

/**
 * The events of a watch's answer, one JSON object a line, however the lines are cut into chunks. Throws what
 * an ERROR event says.
 */
export async function* readWatch(response: IncomingMessage, source: AnswerSource): AsyncGenerator<WatchEvent> {
  for await (const line of linesOf(response)) {
    const event = toEvent(line, source);
    if (event) yield event;
  }
}

/** Lines as text: bytes are only decoded once a line is whole, so that no character is cut. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  for await (const piece of response) {
    const chunk = piece as Buffer;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
      pending = [];
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
}

function toEvent(line: string, source: AnswerSource): WatchEvent | undefined {
  const event = parse(line, source);
  if (event['type'] === 'ERROR') throw watchError(event['object'], source);
  const { type, object } = event;
  // A bookmark has no name, only a resourceVersion.
  if (type === 'BOOKMARK' && isRecord(object)) {
    const { resourceVersion } = isRecord(object['metadata']) ? object['metadata'] : {};
    return { type, resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined };
  }
  if ((type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') && isKubeObject(object)) return { type, object };
  return undefined;
}

function parse(line: string, source: AnswerSource): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parseJson(line);
    if (isRecord(value)) return value;
  } catch {
    // Reported below.
  }
  throw new GitopsError(
    'CLUSTER_UNREACHABLE',
    `the watch of '${source.path}' in cluster '${source.cluster}' sent a line that is not JSON`,
  );
}

function watchError(status: unknown, source: AnswerSource): GitopsError {
  const code = isRecord(status) && typeof status['code'] === 'number' ? status['code'] : 500;
  return statusError(source, code, status);
}
