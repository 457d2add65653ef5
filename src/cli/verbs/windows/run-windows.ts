import { windows } from '../../../workflow/windows.js';
import type { Cli } from '../../cli.js';
import { engineValues } from '../../command/engine-values.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { toRevisionOptions } from '../../input/to-revision-options.js';
import { columnsFor } from '../../reports/columns-for.js';
import { documentLine } from '../../reports/document-line.js';
import { styleFor } from '../../terminal/style.js';
import type { WindowsOptions, windowsOptions } from './windows-options.js';
import { windowsText } from './windows-text.js';

export async function runWindows(
  cli: Cli,
  options: WindowsOptions,
  declared: typeof windowsOptions,
  folder: string | undefined,
): Promise<ExitCode> {
  const { terminal } = cli;
  const result = await windows({
    ...engineValues(declared, options),
    ...(await toRevisionOptions(cli, options, folder)),
  });
  terminal.out(
    options.output === 'json'
      ? documentLine(result)
      : windowsText(result, styleFor(terminal.colour), columnsFor(options.output, terminal)),
  );
  return result.problems.length > 0 ? EXIT.error : EXIT.done;
}
