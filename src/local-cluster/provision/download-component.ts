import { createHash } from 'node:crypto';
import { chmodSync, createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GitopsError } from '../../errors.js';
import { operatorEnvironment } from '../../host/operator-environment.js';
import { runCommand } from '../../host/run-command.js';
import type { Component } from './components.js';
import {
  type DownloadSites,
  type LocatedFile,
  type OfficialFile,
  officialFiles,
  type Platform,
} from './official-files.js';

export interface DownloadOptions {
  readonly component: Component;
  readonly sites: DownloadSites;
  readonly platform: Platform;
  readonly outputDirectory: string;
  readonly onBytes: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A site that is not reachable must not cost the user more than this. */
const PROBE_MS = 2_000;
const STALL_MS = 20_000;

/**
 * Downloads the official binaries of one component; each is checked against its published checksum before it
 * gets its name.
 *
 * @throws GitopsError LOCAL_DOWNLOAD_FAILED when a site does not answer, publishes nothing for this platform,
 * or sends something else.
 */
export async function downloadComponent(options: DownloadOptions): Promise<void> {
  const { component, sites, platform, outputDirectory, onBytes, signal } = options;
  const files = officialFiles(component, sites, platform);
  if (files.length === 0) throw failure(`There is no official ${component.name} for ${platform.os}`);
  mkdirSync(outputDirectory, { recursive: true });
  let before = 0;
  let totalBefore = 0;
  for (const { binary, archive, description, locate } of files) {
    const place = find(locate, await readText(description, signal));
    if (place === undefined)
      throw failure(
        `'${description}' does not list ${component.name} ${component.version} for ${platform.os}-${platform.architecture}`,
      );
    const partial = join(outputDirectory, `${binary}.partial`);
    const received = await receive(
      place,
      partial,
      (done, total) => onBytes(before + done, totalBefore + total),
      signal,
    );
    before += received;
    totalBefore += received;
    if (archive) await extract(partial, binary, outputDirectory, signal);
    else renameSync(partial, join(outputDirectory, binary));
    chmodSync(join(outputDirectory, binary), 0o755);
  }
}

/** A login page instead of the description lists nothing. */
function find(locate: OfficialFile['locate'], description: string): LocatedFile | undefined {
  try {
    return locate(description);
  } catch {
    return undefined;
  }
}

async function readText(url: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([AbortSignal.timeout(PROBE_MS), ...(signal ? [signal] : [])]),
    });
    if (!response.ok) throw failure(`'${url}' answers ${response.status}`);
    return await response.text();
  } catch (error) {
    throw translated(error, url, signal);
  }
}

/**
 * Streams to disk and into the hash; gives up when nothing arrives for a while. Returns the number of bytes.
 */
async function receive(
  { url, algorithm, digest }: LocatedFile,
  file: string,
  onBytes: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  const abort = AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]);
  const hash = createHash(algorithm);
  let done = 0;
  try {
    const response = await fetch(url, { signal: abort });
    if (!response.ok || response.body === null) throw failure(`'${url}' answers ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const count = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), STALL_MS);
        hash.update(chunk);
        done += chunk.length;
        onBytes(done, Math.max(total, done));
        next(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      count,
      createWriteStream(file),
      { signal: abort },
    ); // DOM and Node name one type twice
    if (hash.digest('hex') !== digest) throw failure(`'${url}' is not what its published ${algorithm} says`);
    return done;
  } catch (error) {
    rmSync(file, { force: true });
    throw translated(error, url, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The archives keep their files in `controller-tools/envtest/`. */
async function extract(
  archive: string,
  member: string,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const inArchive = `controller-tools/envtest/${member}`;
  const answer = await runCommand({
    command: 'tar',
    args: ['-xzf', archive, '-C', directory, '--strip-components=2', inArchive],
    environment: operatorEnvironment(),
    signal,
  });
  rmSync(archive, { force: true });
  if (!('why' in answer) && answer.code === 0) return;
  if (signal?.aborted) throw new GitopsError('INTERRUPTED', 'Interrupted while unpacking');
  const why = 'why' in answer ? `tar ${answer.words}` : answer.stderr.trim();
  throw failure(`Cannot take '${member}' out of '${archive}': ${why}`);
}

function translated(error: unknown, url: string, signal: AbortSignal | undefined): GitopsError {
  if (signal?.aborted) return new GitopsError('INTERRUPTED', 'Interrupted while downloading');
  return GitopsError.is(error) ? error : failure(`'${new URL(url).host}' does not answer`, error);
}

function failure(message: string, cause?: unknown): GitopsError {
  return new GitopsError('LOCAL_DOWNLOAD_FAILED', message, {
    hint: 'Check the network, or install Go 1.26 to build the binaries.',
    cause,
  });
}
