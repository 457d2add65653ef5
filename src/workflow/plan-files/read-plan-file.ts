import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { API_VERSION } from '../api/results.js';
import { checksumOf, type PlanFile } from './plan-file.js';

/** A cluster with 100,000 changed objects needs less. */
export const MAX_PLAN_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Reads a plan file, and trusts nothing in it.
 *
 * @param file its name, for errors
 * @throws GitopsError WORKFLOW_PLAN_INVALID for one that is empty, plans nothing, is truncated, edited, of
 * another version, or no plan file at all
 */
export function readPlanFile(text: string, file: string): PlanFile {
  if (text.trim() === '') throw invalid(file, 'is empty');
  const value = parse(text, file);
  if (!isRecord(value) || value['kind'] !== 'PlanFile') throw invalid(file, 'is no plan file');
  if (value['apiVersion'] !== API_VERSION)
    throw invalid(file, `is of a version that is not known here: '${shown(value['apiVersion'])}'`);
  const fault = faultOf(value, PLAN, '');
  if (fault !== undefined) throw invalid(file, fault);
  // Its shape was just checked.
  const plan = value as unknown as PlanFile;
  if (plan.checksum !== checksumOf(plan)) throw invalid(file, 'was edited or damaged: its checksum is another');
  if (plan.applications.length === 0) throw invalid(file, 'plans nothing: no Argo Application is in it');
  return plan;
}

type Shape = 'text' | 'boolean' | 'date' | { readonly list: Shape } | { readonly map: Shape } | Fields;
interface Fields {
  readonly fields: Readonly<Record<string, Shape>>;
  readonly optional?: Readonly<Record<string, Shape>>;
}

const NAMES: Shape = { list: 'text' };
const CHANGE: Fields = { fields: { object: 'text', action: 'text', live: 'text' }, optional: { manifest: 'text' } };
const SOURCE: Fields = {
  fields: { repoURL: 'text', targetRevision: 'text', revision: 'text' },
  optional: { path: 'text', chart: 'text' },
};
const APPLICATION: Fields = {
  fields: {
    application: 'text',
    cluster: 'text',
    content: 'text',
    schedule: 'text',
    secrets: 'boolean',
    changes: { list: CHANGE },
  },
  optional: { sources: { list: SOURCE } },
};
const PLAN: Fields = {
  fields: {
    apiVersion: 'text',
    kind: 'text',
    created: 'date',
    actor: 'text',
    tool: 'text',
    commit: 'text',
    selection: { fields: {}, optional: { environments: NAMES, applications: NAMES, clusters: NAMES, all: 'boolean' } },
    options: { map: 'text' },
    clusters: { map: 'text' },
    applications: { list: APPLICATION },
    checksum: 'text',
  },
};

/** What is wrong with a value; undefined when it is as it should be, without a field more. */
function faultOf(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof shape === 'string') return isScalar(value, shape) ? undefined : `has no ${shape} at '${path}'`;
  if ('list' in shape) {
    if (!Array.isArray(value)) return `has no list at '${path}'`;
    return firstFault(value.map((item, index) => [item, shape.list, `${path}/${index}`]));
  }
  if (!isRecord(value)) return `has no object at '${path}'`;
  if ('map' in shape)
    return firstFault(Object.entries(value).map(([key, item]) => [item, shape.map, `${path}/${shown(key)}`]));
  const { fields, optional = {} } = shape;
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key) && !Object.hasOwn(optional, key));
  if (unknown !== undefined) return `has a field that is not known here: '${path}/${shown(unknown)}'`;
  const given = Object.entries(optional).filter(([key]) => Object.hasOwn(value, key));
  return firstFault([...Object.entries(fields), ...given].map(([key, part]) => [value[key], part, `${path}/${key}`]));
}

function firstFault(parts: readonly (readonly [value: unknown, shape: Shape, path: string])[]): string | undefined {
  for (const [value, shape, path] of parts) {
    const fault = faultOf(value, shape, path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isScalar(value: unknown, shape: 'text' | 'boolean' | 'date'): boolean {
  if (shape === 'date') return isText(value) && Number.isFinite(Date.parse(value));
  return shape === 'text' ? isText(value) : typeof value === shape;
}

/** Names are printed: nothing that a terminal would obey. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 2_000 && !/\p{Cc}/u.test(value);
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : String(JSON.stringify(value))).replace(/\p{Cc}/gu, ' ').slice(0, 80);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new GitopsError('WORKFLOW_PLAN_INVALID', `'${file}' is no JSON, or was cut off`, { cause, hint: HINT });
  }
}

const HINT = "Make another one: 'gitops plan --out FILE'.";

function invalid(file: string, fault: string): GitopsError {
  return new GitopsError('WORKFLOW_PLAN_INVALID', `'${file}' ${fault}`, { hint: HINT });
}
