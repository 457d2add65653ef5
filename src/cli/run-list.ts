import { listApplications } from '../workflow/list-applications.js';
import type { Cli } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { ListCommandOptions } from './options/check-options.js';
import { resultDocument } from './output/json-documents.js';
import { listText } from './output/list-text.js';
import { readingOptions } from './reading-options.js';
import { styleFor } from './style.js';

export async function runList(cli: Cli, options: ListCommandOptions, folder: string | undefined): Promise<ExitCode> {
  const { terminal } = cli;
  const result = await listApplications({
    ...(await readingOptions(cli, options, folder)),
    resolve: options.resolve ?? false,
  });
  terminal.out(
    options.output === 'json'
      ? `${JSON.stringify(resultDocument(result.kind, result))}\n`
      : listText(result, styleFor(terminal.colour)),
  );
  return result.problems.length > 0 ? EXIT.error : EXIT.done;
}
