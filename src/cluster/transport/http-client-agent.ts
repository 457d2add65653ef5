import { type Agent, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { defined } from '../../manifest/defined.js';
import type { Credentials, Endpoint } from './endpoint.js';
import { throughProxy } from './through-proxy.js';

const POOL = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 32, scheduling: 'lifo' } as const;

/**
 * The pool of connections to one API server: TLS is negotiated once for each connection, not for each
 * request.
 */
export function createAgent(
  endpoint: Pick<Endpoint, 'server' | 'certificateAuthority' | 'serverName' | 'insecure' | 'proxy'>,
  credentials: Credentials,
): Agent {
  const { certificateAuthority, serverName, insecure, proxy, server } = endpoint;
  if (server.startsWith('http:')) return new HttpAgent(POOL);
  const agent = new HttpsAgent({
    ...POOL,
    ...defined({ ca: certificateAuthority }),
    ...(credentials.certificate === undefined ? {} : { cert: credentials.certificate, key: credentials.key }),
    ...defined({ servername: serverName }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  });
  return proxy === undefined ? agent : throughProxy(agent, () => proxy);
}
