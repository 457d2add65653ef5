import { Agent, request } from 'node:https';
import type { KeyPair } from './certificate.js';

/** Plain JSON requests to the local API server with the admin certificate. */
export interface AdminApi {
  /** Any status resolves; only a broken connection rejects. */
  request(method: string, path: string, body?: unknown, contentType?: string): Promise<AdminResponse>;
  close(): void;
}

export interface AdminResponse {
  readonly status: number;
  /** Parsed JSON, or the text where it is none. */
  readonly body: unknown;
}

/** Opens a pool of connections; close it. */
export function adminApi(server: string, authority: string, keys: KeyPair): AdminApi {
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca: authority, cert: keys.certificate, key: keys.key });
  return {
    request: (method, path, body, contentType = 'application/json') =>
      new Promise((resolve, reject) => {
        const data = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        // Node frames no body on DELETE by itself; the stray bytes would spoil the next request on the socket
        const headers = {
          accept: 'application/json',
          ...(data && { 'content-type': contentType, 'content-length': data.length }),
        };
        const outgoing = request(new URL(path, server), { method, agent, headers, timeout: 60_000 }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) }),
          );
        });
        outgoing.on('timeout', () => outgoing.destroy());
        outgoing.on('error', reject);
        outgoing.end(data);
      }),
    close: () => agent.destroy(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
