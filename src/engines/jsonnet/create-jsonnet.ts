import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createContentCache, NO_CACHE } from '../../host/content-cache.js';
import { parseJson } from '../../manifest/parse-json.js';
import { secretsIn } from '../../manifest/secrets-in.js';
import { createJsonEngine } from '../json-engine.js';
import { importedFiles } from './imported-files.js';
import type { Jsonnet, JsonnetOptions } from './jsonnet.js';

const CACHE_FORMAT = '1';
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createJsonnet(options: JsonnetOptions = {}): Jsonnet {
  const engine = createJsonEngine(options, {
    name: 'jsonnet',
    code: 'ENGINE_JSONNET_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the file, or commit what it imports.',
  });
  const cache =
    options.cacheDirectory === undefined ? NO_CACHE : createContentCache(join(options.cacheDirectory, 'jsonnet'));
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async evaluate({ files, file, libraries = [], extVariables = [], topLevelArguments = [] }) {
      const request = {
        file,
        files: importedFiles(files, file, libraries),
        libraries,
        extVariables,
        topLevel: topLevelArguments,
      };
      const key = createHash('sha256')
        .update(`${CACHE_FORMAT}\0${engine.digest}\0${JSON.stringify(request)}`)
        .digest('hex');
      const known = await cache.get(key);
      if (known !== undefined) return parseJson(known);
      const json = await engine.ask('evaluate', request, `'${file}'`, () =>
        secretsIn([
          ...Object.values(request.files),
          ...[...extVariables, ...topLevelArguments].map(({ name, value }) => `${name}: ${value}`),
        ]),
      );
      await cache.set(key, json);
      return parseJson(json);
    },
    async close() {
      await engine.close();
      await cache.prune();
    },
  };
}
