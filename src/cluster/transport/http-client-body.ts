import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseJson } from '../../manifest/parse-json.js';
import { ExchangeFailure } from './http-client-exchange.js';
import { isSecretPath } from './secret-text.js';

const decompress = promisify(gunzip);

/**
 * The whole body of an answer as text. Rejects with ExchangeFailure when the connection broke before its end.
 */
export async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    return (response.headers['content-encoding'] === 'gzip' ? await decompress(body) : body).toString('utf8');
  } catch (cause) {
    throw new ExchangeFailure(cause, true);
  }
}

/** The body as JSON where it says it is, otherwise as text; undefined where it says JSON and is not. */
export function parseBody(response: IncomingMessage, text: string): unknown {
  if (text === '') return undefined;
  if (!/[/+;]json/.test(response.headers['content-type'] ?? '')) return text;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Texts of the `Warning` headers (RFC 9111: code, agent, quoted text), each once. About a Secret only that
 * there are some: a webhook may quote values.
 */
export function warningsOf(response: IncomingMessage, path: string): readonly string[] {
  if (response.headers['warning'] === undefined) return [];
  if (isSecretPath(path))
    return ['the API server warns about this Secret; what it says is not shown, because it may quote values'];
  const values = response.rawHeaders.filter(
    (_, index) => index % 2 === 1 && response.rawHeaders[index - 1]?.toLowerCase() === 'warning',
  );
  const texts = values.flatMap((value) =>
    [...value.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1')),
  );
  return [...new Set(texts)];
}
