import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { findEngine } from '../engine-files.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';

/** A rule of the operator, as in argocd-cm. */
export interface LuaOverride {
  readonly lua: string;
  /** Open all of Lua's libraries, as Argo CD does for its own rules. Default: base, table and `require("os")` with time and date. */
  readonly openLibs?: boolean;
}

/** By `<group>/<Kind>`, or `<Kind>` for the core group; a key may be a glob such as `*.crossplane.io/*`. */
export type LuaOverrides = Readonly<Record<string, LuaOverride>>;

/** What a rule said. `status` is empty when it returned nothing. */
export interface LuaVerdict {
  /** `argocd/<folder>` for a bundled rule, `argocd-cm/<key>` for an override; empty when the kind has none. */
  readonly rule: string;
  readonly status: string;
  readonly message: string;
}

/** Argo CD's health rules in Lua, run by the interpreter that Argo CD uses. */
export interface LuaHealth {
  /** Of Argo CD, whose rules are bundled. */
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * One verdict per object, in order. A script that fails, or runs for more than a second, gives Unknown with the reason, as in Argo CD.
   *
   * @throws GitopsError ENGINE_MISSING, ENGINE_CLOSED
   */
  judge(objects: readonly KubeObject[], overrides?: LuaOverrides): Promise<readonly LuaVerdict[]>;
  close(): Promise<void>;
}

/** So many objects at once: their limits add up. */
const BATCH = 25;
/** Argo CD's limit for one script. */
const SCRIPT_MS = 1_000;
const STARTED_LATE_MS = 2_000;

/**
 * Starts nothing yet: the first `judge` does.
 *
 * @param options `timeoutMs` is for one object; default: a little more than the second that a script may run
 * @throws GitopsError ENGINE_MISSING
 */
export function createLuaHealth(options: EngineOptions = {}): LuaHealth {
  const perObject = options.timeoutMs ?? SCRIPT_MS + STARTED_LATE_MS;
  const engine = createJsonEngine({ ...options, timeoutMs: perObject + BATCH * SCRIPT_MS }, DEFAULTS);
  const alone = createJsonEngine({ ...options, timeoutMs: perObject }, DEFAULTS);

  const judgeBatch = async (objects: readonly KubeObject[], overrides: LuaOverrides): Promise<readonly LuaVerdict[]> => {
    try {
      // The engine gives one per object.
      return JSON.parse(await engine.ask('judge', { objects, overrides }, 'health rules')) as readonly LuaVerdict[];
    } catch (error) {
      if (!isOneScriptsFault(error)) throw error;
      // One script took the engine with it. Which one?
      return Promise.all(objects.map((object) => judgeAlone(object, overrides)));
    }
  };
  const judgeAlone = async (object: KubeObject, overrides: LuaOverrides): Promise<LuaVerdict> => {
    try {
      const [verdict] = JSON.parse(await alone.ask('judge', { objects: [object], overrides }, 'its health rule')) as readonly LuaVerdict[];
      return verdict ?? NONE;
    } catch (error) {
      if (!isOneScriptsFault(error)) throw error;
      return { rule: 'lua', status: 'Unknown', message: (error as GitopsError).message };
    }
  };

  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted + alone.enginesStarted;
    },
    async judge(objects, overrides = {}) {
      const batches = Array.from({ length: Math.ceil(objects.length / BATCH) }, (_, index) => objects.slice(index * BATCH, (index + 1) * BATCH));
      return (await Promise.all(batches.map((batch) => judgeBatch(batch, overrides)))).flat();
    },
    async close() {
      await Promise.all([engine.close(), alone.close()]);
    },
  };
}

/**
 * The folders of Argo CD's bundled rules: `<group>/<Kind>`, with `_` in place of a wildcard. Starts no engine.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function bundledHealthRules(engineDirectory?: string): readonly string[] {
  const { module } = findEngine(DEFAULTS.name, engineDirectory);
  try {
    // The build wrote it in this form.
    return JSON.parse(readFileSync(join(dirname(module), 'health-rules.json'), 'utf8')) as readonly string[];
  } catch (cause) {
    throw new GitopsError('ENGINE_MISSING', 'the list of health rules cannot be read', {
      cause,
      hint: 'Run `npm run build` in a clone; in a project, install the package again.',
    });
  }
}

const DEFAULTS = {
  name: 'health',
  code: 'ENGINE_HEALTH_FAILED',
  timeoutMs: SCRIPT_MS,
  hint: 'Judge the object alone: `gitops health -f FILE`.',
} as const;
const NONE: LuaVerdict = { rule: '', status: '', message: '' };

function isOneScriptsFault(error: unknown): boolean {
  return GitopsError.is(error) && ['ENGINE_TIMEOUT', 'ENGINE_FAILED', 'ENGINE_HEALTH_FAILED'].includes(error.code);
}
