import { defined } from '../../manifest/defined.js';
import { isRecord } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';
import type { KubeRequest } from './client.js';

/** A KubeRequest as it goes over the wire. */
export interface PreparedRequest {
  readonly url: URL;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly idempotent: boolean;
  readonly startSignal?: AbortSignal;
  readonly urgent: boolean;
  readonly writes: boolean;
  readonly idleTimeoutMs: number;
}

/** Path below the server's own path, JSON body with its length, headers. */
export function prepareRequest(
  server: URL,
  request: KubeRequest,
  compress: boolean,
  idleTimeoutMs: number,
): PreparedRequest {
  const { method, path, query = {} } = request;
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const body = request.body === undefined ? undefined : Buffer.from(toJson(request.body));
  return {
    url,
    method,
    path,
    ...defined({ body }),
    headers: {
      accept: request.accept ?? 'application/json',
      'user-agent': 'cdk8s-gitops',
      ...defined({ 'impersonate-user': request.impersonate }),
      ...(compress ? { 'accept-encoding': 'gzip' } : {}),
      // Node frames no body of a DELETE by itself: the server would ignore its preconditions and choke on the
      // next request.
      ...(body === undefined
        ? {}
        : { 'content-type': request.contentType ?? 'application/json', 'content-length': String(body.length) }),
    },
    idempotent: request.idempotent ?? isIdempotent(request),
    ...defined({ startSignal: request.startSignal }),
    urgent: request.urgent === true,
    writes: method !== 'GET' && query['dryRun'] === undefined,
    idleTimeoutMs,
  };
}

/** A DELETE whose answer was lost may be repeated only where it cannot hit the object's successor. */
function isIdempotent({ method, body }: KubeRequest): boolean {
  if (method !== 'DELETE') return method !== 'POST';
  const preconditions = isRecord(body) ? body['preconditions'] : undefined;
  return isRecord(preconditions) && typeof preconditions['uid'] === 'string';
}
