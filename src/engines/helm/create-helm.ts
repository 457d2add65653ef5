import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createContentCache, NO_CACHE } from '../../host/content-cache.js';
import { compareText } from '../../manifest/compare-text.js';
import { createJsonEngine } from '../json-engine.js';
import type { Helm, HelmOptions, HelmRequest, HelmResult } from './helm.js';
import { valuesOfSecrets } from './values-of-secrets.js';

const CACHE_FORMAT = '1';
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 1_024;
const MOST_WORKERS = 4;

/** @throws GitopsError ENGINE_MISSING */
export function createHelm(options: HelmOptions = {}): Helm {
  const engine = createJsonEngine(
    {
      ...options,
      memoryMb: options.memoryMb ?? MEMORY_MB,
      workers: options.workers ?? Math.min(MOST_WORKERS, availableParallelism()),
    },
    {
      name: 'helm',
      code: 'ENGINE_HELM_FAILED',
      timeoutMs: TIMEOUT_MS,
      hint: 'Run `helm template` on the chart to see it alone.',
    },
  );
  const cache =
    options.cacheDirectory === undefined ? NO_CACHE : createContentCache(join(options.cacheDirectory, 'helm'));
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async template(request) {
      const encoded = encode(request);
      const key = createHash('sha256')
        .update(`${CACHE_FORMAT}\0${engine.digest}\0${JSON.stringify(encoded)}`)
        .digest('hex');
      const known = await cache.get(key);
      if (known !== undefined) return JSON.parse(known) as HelmResult;
      const json = await engine.ask('template', encoded, `the chart of '${request.releaseName}'`, () =>
        valuesOfSecrets(request),
      );
      // The engine returns this form.
      const result = JSON.parse(json) as HelmResult;
      if (result.volatile.length === 0) await cache.set(key, json);
      return result;
    },
    async close() {
      await engine.close();
      await cache.prune();
    },
  };
}

/** The request in the format of the engine: bytes are in base64. */
function encode({ chart, values = {}, apiVersions = [], ...rest }: HelmRequest): Readonly<Record<string, unknown>> {
  const encodedChart =
    chart.archive !== undefined
      ? { archive: toBase64(chart.archive) }
      : {
          texts: chart.files.toJSON(),
          binaries: Object.fromEntries(
            [...(chart.binaries ?? [])].sort(byName).map(([path, bytes]) => [path, toBase64(bytes)]),
          ),
        };
  return { chart: encodedChart, values, apiVersions, ...rest };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function byName([left]: readonly [string, Uint8Array], [right]: readonly [string, Uint8Array]): number {
  return compareText(left, right);
}
