import type { Credentials } from './endpoint.js';

export interface CredentialCache {
  /**
   * Current credentials: fetched once for all requests at the same time, and again a minute before they
   * expire.
   */
  get(): Promise<Credentials>;
  /** The server refused these: the next `get` fetches others, unless somebody already has. */
  discard(refused: Credentials): void;
}

const SKEW_MS = 60_000;

export function createCredentialCache(fetch: () => Promise<Credentials>): CredentialCache {
  let current: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  let usableUntil = Number.POSITIVE_INFINITY;

  const renew = async (): Promise<Credentials> => {
    try {
      current = await fetch();
      usableUntil = untilWhen(current, Date.now());
      return current;
    } finally {
      pending = undefined;
    }
  };

  return {
    async get() {
      if (current && Date.now() < usableUntil) return current;
      pending ??= renew();
      return pending;
    },
    discard(refused) {
      if (current === refused) current = undefined;
    },
  };
}

/**
 * A minute before expiry, but for short-lived ones after half their life: otherwise each request would fetch.
 */
function untilWhen({ expiresAt }: Credentials, now: number): number {
  if (expiresAt === undefined) return Number.POSITIVE_INFINITY;
  return expiresAt - Math.min(SKEW_MS, Math.max(0, (expiresAt - now) / 2));
}
