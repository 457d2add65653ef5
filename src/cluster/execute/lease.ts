import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import { ensureNamespace } from '../transport/ensure-namespace.js';
import { getIfExists } from '../transport/get-if-exists.js';

export interface LeaseOptions {
  readonly namespace: string;
  readonly name: string;
  /** Who holds it, for people: `alice@build-7`. */
  readonly holder: string;
  /** How long to wait for another holder. Default: 0, refused at once. */
  readonly lockTimeoutMs?: number;
  /** A holder that has not renewed for this long is dead. Default: 15 s. */
  readonly durationMs?: number;
  readonly signal?: AbortSignal;
  /** Called once for each other holder that is waited for. */
  readonly onWait?: (holder: string) => void;
}

/** A lock that is held. */
export interface HeldLease {
  /** Aborts when the lock is lost: somebody took it over, or it could not be renewed in time. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

const DEFAULT_DURATION_MS = 15_000;
const POLL_MS = 1_000;

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly renewTime?: string;
}

/**
 * Takes the Lease of an Argo Application in a cluster, and renews it until released. A dead holder is taken
 * over once its lease was not renewed for its whole duration, measured by our own clock: other machines'
 * clocks are not trusted. The namespace is created where there is none.
 *
 * @throws GitopsError CLUSTER_LOCKED when another holder keeps it longer than we wait
 * @see https://kubernetes.io/docs/concepts/architecture/leases/
 */
export async function acquireLease(client: KubeClient, options: LeaseOptions): Promise<HeldLease> {
  const started = performance.now();
  const holder = `${options.holder}/${crypto.randomUUID().slice(0, 8)}`;
  let seen: { readonly version: string; readonly since: number } | undefined;
  let waitedFor: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    if (options.signal?.aborted) throw interrupted(options.signal);
    // A free lock has no Lease: to ask first would be a request more for nothing.
    const current = attempt === 1 ? undefined : await read(client, options);
    const version = current?.metadata.resourceVersion ?? '';
    if (!seen || seen.version !== version) seen = { version, since: performance.now() };
    const dead = current !== undefined && performance.now() - seen.since >= durationOf(current);
    if (!current || dead || !specOf(current).holderIdentity) {
      const since = performance.now();
      const lease = await take(client, options, holder, current);
      if (lease) return hold(client, options, holder, { lease, since });
      continue;
    }
    const left = started + (options.lockTimeoutMs ?? 0) - performance.now();
    if (left <= 0) throw locked(client, current);
    const other = specOf(current).holderIdentity;
    if (other !== undefined && other !== waitedFor) options.onWait?.(other);
    waitedFor = other;
    await pause(Math.min(left, POLL_MS), options.signal);
  }
}

function hold(
  client: KubeClient,
  options: LeaseOptions,
  holder: string,
  { lease: taken, since }: HeldSince,
): HeldLease {
  const durationMs = options.durationMs ?? DEFAULT_DURATION_MS;
  const lost = new AbortController();
  let lease = taken;
  let renewed = since;
  let renewing: Promise<void> = Promise.resolve();
  const lose = () => {
    clearInterval(timer);
    clearTimeout(watchdog);
    lost.abort(
      new GitopsError('CLUSTER_LOCKED', `the lock '${options.name}' in cluster '${client.cluster}' was lost`, {
        hint: 'Run again.',
      }),
    );
  };
  const renew = async () => {
    if (lost.signal.aborted) return;
    const started = performance.now();
    // One that hangs must not keep the next one from trying.
    const patience = AbortSignal.timeout(Math.ceil(durationMs / 3));
    const next = await write(client, options, holder, lease, patience).catch(async (error: unknown) => {
      if (!isConflict(error)) return undefined;
      // A renewal whose answer was lost is sent again, and then finds itself.
      return (await ownLease(client, options, holder).catch(() => lease)) ?? 'taken';
    });
    if (next === 'taken') return lose();
    if (next === undefined) return;
    lease = next;
    renewed = started;
    clearTimeout(watchdog);
    watchdog = watch();
  };
  /**
   * Other runs that wait count from the last renewal too. This ends before they take over, whatever becomes
   * of renewals in progress.
   */
  const watch = () => {
    const due = renewed + durationMs;
    const watching = setTimeout(
      () => {
        const isLate = performance.now() - due > durationMs / 10;
        // This process was stopped for a while: only the cluster knows whether somebody has taken over.
        if (!isLate) return lose();
        renewing = renewing.then(renew).then(() => {
          if (performance.now() - renewed > durationMs) lose();
        });
      },
      Math.max(0, due - performance.now()),
    );
    watching.unref();
    return watching;
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, durationMs / 3);
  timer.unref();
  let watchdog = watch();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      await renewing;
      clearTimeout(watchdog);
      if (!lost.signal.aborted) await drop(client, options, lease);
    },
  };
}

/** A lease that was written, and when that was asked for. */
interface HeldSince {
  readonly lease: KubeObject;
  readonly since: number;
}

async function take(
  client: KubeClient,
  options: LeaseOptions,
  holder: string,
  current: KubeObject | undefined,
): Promise<KubeObject | undefined> {
  try {
    return current ? await write(client, options, holder, current) : await create(client, options, holder);
  } catch (error) {
    if (!current && GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') throw error;
    // The answer of a write was lost: only the lease itself shows whether it was made.
    const isUnknown = GitopsError.is(error) && error.code === 'CLUSTER_UNREACHABLE';
    if (!isConflict(error) && !isUnknown) throw error;
    const own = await ownLease(client, options, holder);
    if (own || isConflict(error)) return own;
    throw error;
  }
}

async function create(client: KubeClient, options: LeaseOptions, holder: string): Promise<KubeObject> {
  try {
    return await write(client, options, holder, undefined);
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_NOT_FOUND') throw error;
    await ensureNamespace(client, options.namespace);
    return write(client, options, holder, undefined);
  }
}

/** The lease as it is now, if this very holder has it: its name is made for one run. */
async function ownLease(client: KubeClient, options: LeaseOptions, holder: string): Promise<KubeObject | undefined> {
  const current = await read(client, options);
  return current && specOf(current).holderIdentity === holder ? current : undefined;
}

async function write(
  client: KubeClient,
  options: LeaseOptions,
  holder: string,
  current: KubeObject | undefined,
  signal?: AbortSignal,
): Promise<KubeObject> {
  const durationMs = options.durationMs ?? DEFAULT_DURATION_MS;
  const now = `${new Date().toISOString().slice(0, -1)}000Z`;
  const spec = {
    holderIdentity: holder,
    leaseDurationSeconds: Math.max(1, Math.ceil(durationMs / 1000)),
    acquireTime: now,
    renewTime: now,
  };
  const metadata = { name: options.name, namespace: options.namespace };
  const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
  if (!current)
    return (await client.request<KubeObject>({ method: 'POST', path: leases(options), body, urgent: true }, signal))
      .body;
  const replaced = {
    ...body,
    metadata: { ...metadata, resourceVersion: current.metadata.resourceVersion, uid: current.metadata.uid },
  };
  return (
    await client.request<KubeObject>(
      { method: 'PUT', path: `${leases(options)}/${options.name}`, body: replaced, urgent: true },
      signal,
    )
  ).body;
}

async function drop(client: KubeClient, options: LeaseOptions, lease: KubeObject): Promise<void> {
  const { uid, resourceVersion } = lease.metadata;
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } };
  try {
    await client.request({ method: 'DELETE', path: `${leases(options)}/${options.name}`, body, urgent: true });
  } catch (error) {
    // Gone or taken over meanwhile: either way it is not ours to remove. Anything else ends with the lease's
    // duration.
    if (!GitopsError.is(error)) throw error;
  }
}

async function read(client: KubeClient, options: LeaseOptions): Promise<KubeObject | undefined> {
  return getIfExists(client, { path: `${leases(options)}/${options.name}`, urgent: true }, options.signal);
}

function locked(client: KubeClient, lease: KubeObject): GitopsError {
  const { holderIdentity, renewTime } = specOf(lease);
  return new GitopsError(
    'CLUSTER_LOCKED',
    `'${lease.metadata.name}' in cluster '${client.cluster}' is locked by '${holderIdentity}' (renewed ${renewTime})`,
    {
      hint: 'Another sync is running: wait with --lock-timeout, or run again when it has ended. A dead holder is taken over.',
      data: { holder: holderIdentity },
    },
  );
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(interrupted(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

function interrupted(signal: AbortSignal | undefined): GitopsError {
  return GitopsError.is(signal?.reason)
    ? signal.reason
    : new GitopsError('INTERRUPTED', 'interrupted while waiting for the lock');
}

function durationOf(lease: KubeObject): number {
  return (specOf(lease).leaseDurationSeconds ?? DEFAULT_DURATION_MS / 1000) * 1000;
}

function specOf(lease: KubeObject): LeaseSpec {
  // The API server only stores Leases with this shape.
  return (lease['spec'] ?? {}) as LeaseSpec;
}

function isConflict(error: unknown): boolean {
  return GitopsError.is(error) && (error.code === 'CLUSTER_CONFLICT' || error.code === 'CLUSTER_NOT_FOUND');
}

function leases(options: LeaseOptions): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${options.namespace}/leases`;
}
