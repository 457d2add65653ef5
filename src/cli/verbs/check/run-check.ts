import { type CheckResult, check } from '../../../workflow/check.js';
import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { toRevisionOptions } from '../../input/to-revision-options.js';
import { packageVersion } from '../../package-root.js';
import { documentLine } from '../../reports/document-line.js';
import { type Style, styleFor } from '../../terminal/style.js';
import { checkJunit } from './check-junit.js';
import type { CheckOptions } from './check-options.js';
import { checkSarif } from './check-sarif.js';
import { checkText } from './check-text.js';

export async function runCheck(cli: Cli, options: CheckOptions, folder: string | undefined): Promise<ExitCode> {
  const { terminal } = cli;
  const result = await check(await toRevisionOptions(cli, options, folder));
  terminal.out(textOf(result, options.output, styleFor(terminal.colour)));
  return result.errors > 0 ? EXIT.error : EXIT.done;
}

function textOf(result: CheckResult, output: CheckOptions['output'], style: Style): string {
  if (output === 'json') return documentLine(result);
  if (output === 'sarif') return `${JSON.stringify(checkSarif(result, packageVersion()), null, 2)}\n`;
  return output === 'junit' ? checkJunit(result) : checkText(result, style);
}
