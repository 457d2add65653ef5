import { resolve } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { defined } from '../../../manifest/defined.js';
import { toJson } from '../../../manifest/to-json.js';
import type { PlanResult } from '../../../workflow/api/plan-result.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { clusterVerbOptions, runOptions } from '../../input/verb-options.js';
import { writeOutputFile } from '../../input/write-output-file.js';
import { packageVersion } from '../../package-root.js';
import { report } from '../../reports/report.js';
import { planJunit } from './plan-junit.js';
import { planMarkdown } from './plan-markdown.js';
import type { PlanOptions, planOptions } from './plan-options.js';
import { planText } from './plan-text.js';

export async function runPlan(
  cli: Cli,
  options: PlanOptions & GlobalOptions,
  declared: typeof planOptions,
): Promise<ExitCode> {
  const { out } = options;
  if (out !== undefined) assertCommitted(options);
  return report(cli, options, VIEWS, async (reporter, present) => {
    const { plan } = await import('../../../workflow/plan.js');
    const { actor } = runOptions(cli);
    const { result, file } = await plan({
      ...(await clusterVerbOptions(cli, declared, options)),
      ...defined({ actor }),
      tool: packageVersion(),
      onEvent: reporter.event,
    });
    if (out !== undefined && file !== undefined)
      await writeOutputFile(resolve(cli.terminal.directory, out), out, `${toJson(file, 1)}\n`);
    await present(result);
    if (out !== undefined)
      reporter.note(
        file === undefined ? `No plan file was written: ${reasonOf(result)}.` : `Plan file: ${out}${leftOut(result)}`,
      );
    const isRefused =
      result.errors !== undefined ||
      (file === undefined && result.applications.some(({ problems }) => problems.length > 0));
    if (isRefused || (out !== undefined && file === undefined)) return EXIT.error;
    return result.changed ? EXIT.changes : EXIT.done;
  });
}

const VIEWS = { verb: 'plan', text: planText, markdown: planMarkdown, junit: planJunit };

/** Why there is no plan file. */
function reasonOf({ applications }: PlanResult): string {
  const isTheirs = applications.length > 0 && applications.every(({ deliveredBy }) => deliveredBy === 'argocd');
  return isTheirs ? 'Argo CD delivers all that was selected, and no sync does' : 'a sync would be refused';
}

/** A plan file is for a sync, which leaves alone what Argo CD delivers. */
function leftOut({ applications }: PlanResult): string {
  const theirs = applications
    .filter(({ deliveredBy }) => deliveredBy === 'argocd')
    .map(({ application }) => application);
  return theirs.length === 0 ? '' : `, without ${[...new Set(theirs)].join(', ')}: Argo CD delivers that`;
}

/** @throws GitopsError CLI_USAGE for a plan file of files on disk */
function assertCommitted({ worktree }: PlanOptions): void {
  if (worktree) {
    throw new GitopsError('CLI_USAGE', 'a plan file is for a commit, and --worktree is none', {
      hint: 'Commit first, or leave --out away.',
    });
  }
}
