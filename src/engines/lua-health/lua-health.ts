import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ErrorCode, GitopsError } from '../../errors.js';
import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { findEngine } from '../engine-files.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { LuaOverrides } from './lua-override.js';
import { matchingOverrides } from './matching-overrides.js';

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

/** For one object: a script may run for a second by its own clock; what does not look at the clock is ended with its thread. */
const TIMEOUT_MS = 5_000;

/**
 * Starts nothing yet: the first `judge` does.
 *
 * @param options `timeoutMs` is for one object; default: 5,000
 * @throws GitopsError ENGINE_MISSING
 */
export function createLuaHealth(options: EngineOptions = {}): LuaHealth {
  const engine = createJsonEngine(options, DEFAULTS);
  const judgeOne = async (object: KubeObject, overrides: LuaOverrides): Promise<LuaVerdict> => {
    try {
      // The engine gives one per object.
      const [verdict] = JSON.parse(await engine.ask('judge', { objects: [object], overrides }, 'a health rule')) as readonly LuaVerdict[];
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
  code: 'ENGINE_FAILED',
  timeoutMs: TIMEOUT_MS,
  hint: 'Judge the object alone: `gitops health -f FILE`.',
} as const;
const NONE: LuaVerdict = { rule: '', status: '', message: '' };
const THE_SCRIPTS_FAULT: readonly ErrorCode[] = ['ENGINE_TIMEOUT', 'ENGINE_FAILED'];
