import { listApplications } from '../../../workflow/list-applications.js';
import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { toRevisionOptions } from '../../input/to-revision-options.js';
import { columnsFor } from '../../reports/columns-for.js';
import { documentLine } from '../../reports/document-line.js';
import { styleFor } from '../../terminal/style.js';
import type { ListOptions } from './list-options.js';
import { listText } from './list-text.js';

export async function runList(cli: Cli, options: ListOptions, folder: string | undefined): Promise<ExitCode> {
  const { terminal } = cli;
  const result = await listApplications({
    ...(await toRevisionOptions(cli, options, folder)),
    resolve: options.resolve ?? false,
  });
  terminal.out(
    options.output === 'json'
      ? documentLine(result)
      : listText(result, styleFor(terminal.colour), columnsFor(options.output, terminal)),
  );
  return result.problems.length > 0 ? EXIT.error : EXIT.done;
}
