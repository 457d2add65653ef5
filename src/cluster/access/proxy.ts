import { proxyFor as proxyForUrl } from '../../host/proxy.js';

/** The proxy that the environment names for an API server. */
export function proxyFor(
  server: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return proxyForUrl(new URL(server), { environment })?.href;
}
