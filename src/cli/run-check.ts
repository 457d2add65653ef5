import { type CheckResult, check } from '../workflow/check.js';
import type { Cli } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { CheckCommandOptions } from './options/check-options.js';
import { checkJunit } from './output/check-junit.js';
import { checkSarif } from './output/check-sarif.js';
import { checkText } from './output/check-text.js';
import { resultDocument } from './output/json-documents.js';
import { packageVersion } from './package-root.js';
import { readingOptions } from './reading-options.js';
import { type Style, styleFor } from './style.js';

export async function runCheck(cli: Cli, options: CheckCommandOptions, folder: string | undefined): Promise<ExitCode> {
  const { terminal } = cli;
  const result = await check(await readingOptions(cli, options, folder));
  terminal.out(textOf(result, options.output, styleFor(terminal.colour)));
  return result.errors > 0 ? EXIT.error : EXIT.done;
}

function textOf(result: CheckResult, output: CheckCommandOptions['output'], style: Style): string {
  if (output === 'json') return `${JSON.stringify(resultDocument(result.kind, result))}\n`;
  if (output === 'sarif') return `${JSON.stringify(checkSarif(result, packageVersion()), null, 2)}\n`;
  return output === 'junit' ? checkJunit(result) : checkText(result, style);
}
