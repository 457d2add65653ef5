import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { type CheckResult, check } from '../../../workflow/check.js';
import {
  type AcceptedFinding,
  formatAcceptedFindings,
  parseAcceptedFindings,
} from '../../../workflow/checks/accepted-findings.js';
import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { toRevisionOptions } from '../../input/to-revision-options.js';
import { unreadableFile } from '../../input/unreadable-file.js';
import { writeOutputFile } from '../../input/write-output-file.js';
import { packageVersion } from '../../package-root.js';
import { documentLine } from '../../reports/document-line.js';
import { type Style, styleFor } from '../../terminal/style.js';
import { checkJunit } from './check-junit.js';
import type { CheckOptions } from './check-options.js';
import { checkSarif } from './check-sarif.js';
import { checkText } from './check-text.js';

export async function runCheck(cli: Cli, options: CheckOptions, folder: string | undefined): Promise<ExitCode> {
  const { terminal } = cli;
  const { baseline, updateBaseline = false, failOn, output } = options;
  if (updateBaseline && baseline === undefined)
    throw new GitopsError('CLI_USAGE', '--update-baseline has no file to write', { hint: 'Name it: --baseline FILE.' });
  const accepted =
    baseline === undefined ? undefined : await readBaseline(terminal.directory, baseline, updateBaseline);
  const result = await check({ ...(await toRevisionOptions(cli, options, folder)), accepted });
  if (updateBaseline && baseline !== undefined) {
    const reason = `known at ${result.revision.shortId}: say why it is accepted, or correct it`;
    const kept = (accepted ?? []).filter((entry) => !result.unused.includes(entry));
    const text = formatAcceptedFindings(result.findings, reason, kept);
    await writeOutputFile(resolve(terminal.directory, baseline), baseline, text);
  }
  terminal.out(textOf(result, output, styleFor(terminal.colour)));
  if (updateBaseline) return EXIT.done;
  return result.errors + (failOn === 'warning' ? result.warnings : 0) > 0 ? EXIT.error : EXIT.done;
}

/** @param mayBeMissing it is about to be written */
async function readBaseline(
  directory: string,
  file: string,
  mayBeMissing: boolean,
): Promise<readonly AcceptedFinding[]> {
  try {
    return parseAcceptedFindings(await readFile(resolve(directory, file), 'utf8'), file);
  } catch (cause) {
    if (GitopsError.is(cause)) throw cause;
    if (mayBeMissing && isMissing(cause)) return [];
    const hint = `Make it with: gitops check --baseline ${file} --update-baseline.`;
    throw unreadableFile(`the baseline '${file}'`, cause, hint);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function textOf(result: CheckResult, output: CheckOptions['output'], style: Style): string {
  if (output === 'json') return documentLine(result);
  if (output === 'sarif') return `${JSON.stringify(checkSarif(result, packageVersion()), null, 2)}\n`;
  return output === 'junit' ? checkJunit(result) : checkText(result, style);
}
