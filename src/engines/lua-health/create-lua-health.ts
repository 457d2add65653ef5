import { type ErrorCode, GitopsError } from '../../errors.js';
import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { LuaHealth, LuaVerdict } from './lua-health.js';
import type { LuaOverrides } from './lua-override.js';
import { matchingOverrides } from './matching-overrides.js';

/**
 * The limit for one object. A script ends itself after a second by its own clock. A script that never looks
 * at the clock is ended with its thread.
 */
const TIMEOUT_MS = 5_000;

/**
 * Creates the engine. The first `judge` starts it.
 *
 * @param options `timeoutMs` is for one object; default: 5,000
 * @throws GitopsError ENGINE_MISSING
 */
export function createLuaHealth(options: EngineOptions = {}): LuaHealth {
  const engine = createJsonEngine(options, DEFAULTS);
  const judgeOne = async (object: KubeObject, overrides: LuaOverrides): Promise<LuaVerdict> => {
    try {
      // The engine returns one verdict for each object.
      const [verdict] = JSON.parse(
        await engine.ask('judge', { objects: [object], overrides }, 'a health rule'),
      ) as readonly LuaVerdict[];
      return verdict ?? NONE;
    } catch (error) {
      if (!GitopsError.is(error) || !THE_SCRIPTS_FAULT.includes(error.code)) throw error;
      return { rule: 'lua', status: 'Unknown', message: error.message };
    }
  };
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    judge: (objects, overrides = {}) => {
      const matching = new Map<string, LuaOverrides>();
      return Promise.all(
        objects.map((object) => {
          const group = groupOf(object.apiVersion);
          const key = group === '' ? object.kind : `${group}/${object.kind}`;
          const found = matching.get(key) ?? matchingOverrides(overrides, key);
          matching.set(key, found);
          return judgeOne(object, found);
        }),
      );
    },
    close: () => engine.close(),
  };
}

const DEFAULTS = {
  name: 'health',
  code: 'ENGINE_FAILED',
  timeoutMs: TIMEOUT_MS,
  hint: 'Judge the object alone: `gitops health -f FILE`.',
} as const;
const NONE: LuaVerdict = { rule: '', status: '', message: '' };
const THE_SCRIPTS_FAULT: readonly ErrorCode[] = ['ENGINE_TIMEOUT', 'ENGINE_FAILED'];
