import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { assertPlanFresh } from '../../../workflow/plan-files/assert-plan-fresh.js';
import type { PlanFile } from '../../../workflow/plan-files/plan-file.js';
import { MAX_PLAN_FILE_BYTES, readPlanFile } from '../../../workflow/plan-files/read-plan-file.js';
import { unreadableFile } from '../../input/unreadable-file.js';

/**
 * The plan file that a sync is held to.
 *
 * @param maxAgeMs how old it may be. Default: a day
 * @throws GitopsError CLI_FILE_NOT_FOUND, WORKFLOW_PLAN_INVALID, WORKFLOW_PLAN_EXPIRED
 */
export async function readPlan(file: string, directory: string, maxAgeMs?: number): Promise<PlanFile> {
  const plan = readPlanFile(await readText(resolve(directory, file), file), file);
  assertPlanFresh(plan, file, maxAgeMs);
  return plan;
}

async function readText(path: string, file: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_PLAN_FILE_BYTES) {
      throw new GitopsError('WORKFLOW_PLAN_INVALID', `'${file}' is too large for a plan file: ${size} bytes`, {
        hint: "Make another one: 'gitops plan --out FILE'.",
      });
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (GitopsError.is(cause)) throw cause;
    throw unreadableFile(`'${file}'`, cause, "Name a file that 'gitops plan --out' wrote.");
  }
}
