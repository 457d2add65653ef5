import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseJson } from '../../manifest/parse-json.js';
import { readShape } from '../../manifest/shape.js';
import { toJson } from '../../manifest/to-json.js';
import { API_VERSION } from '../api/results.js';
import { checksumOf, type PlanFile } from './plan-file.js';
import { PLAN_FILE_SHAPE } from './plan-file-shape.js';

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
  if (text.trim() === '') throw invalidError(file, 'is empty');
  const value = parse(text, file);
  if (!isRecord(value) || value['kind'] !== 'PlanFile') throw invalidError(file, 'is not a plan file');
  if (value['apiVersion'] !== API_VERSION)
    throw invalidError(file, `is of a version that is not known here: '${shown(value['apiVersion'])}'`);
  const { value: plan, problems } = readShape(value, PLAN_FILE_SHAPE, { nulls: 'wrong', unknownField: UNKNOWN });
  if (!plan) throw invalidError(file, `cannot be used: ${shown(describeShapeProblem(problems[0]), LONGEST_FAULT)}`);
  if (plan.checksum !== checksumOf(plan)) throw invalidError(file, 'was edited or damaged: its checksum is another');
  if (plan.applications.length === 0) throw invalidError(file, 'plans nothing: no Argo Application is in it');
  return plan;
}

const UNKNOWN = 'is a field that is not known here';
const LONGEST_FAULT = 300;

/** Whatever a terminal would obey is left out. */
function shown(value: unknown, longest = 80): string {
  return (typeof value === 'string' ? value : String(toJson(value))).replace(/\p{Cc}/gu, ' ').slice(0, longest);
}

function parse(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new GitopsError('WORKFLOW_PLAN_INVALID', `'${file}' is not JSON, or was cut off`, { cause, hint: HINT });
  }
}

const HINT = "Make another one: 'gitops plan --out FILE'.";

function invalidError(file: string, fault: string): GitopsError {
  return new GitopsError('WORKFLOW_PLAN_INVALID', `'${file}' ${fault}`, { hint: HINT });
}
