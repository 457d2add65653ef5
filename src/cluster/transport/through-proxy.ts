import type { Agent } from 'node:https';
import { openTunnel, type TunnelTarget } from './http-client-tunnel.js';

/**
 * The agent, with its connections over sockets that a proxy has connected to the server; directly where there
 * is none for it.
 */
export function throughProxy(agent: Agent, proxyOf: (target: TunnelTarget) => string | undefined): Agent {
  const direct = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const target = { host: options.host ?? 'localhost', port: Number(options.port ?? 443) };
    const proxy = proxyOf(target);
    if (proxy === undefined) return direct(options, callback);
    openTunnel(proxy, target).then(
      (socket) => callback?.(null, direct({ ...options, socket } as typeof options) as never),
      (cause: Error) => callback?.(cause, undefined as never),
    );
    return undefined;
  };
  return agent;
}
