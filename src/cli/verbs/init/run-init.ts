import { basename, resolve } from 'node:path';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { createReporter } from '../../reports/reporter.js';
import { describePlace } from './describe-place.js';
import type { InitOptions } from './init-options.js';
import { initRepository } from './init-repository.js';
import { initText } from './init-text.js';

export async function runInit(cli: Cli, options: InitOptions & GlobalOptions, folder = '.'): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  const directory = resolve(cli.terminal.directory, folder);
  const place = await describePlace(directory);
  const result = initRepository({
    directory,
    name: options.name ?? basename(directory),
    place,
    dryRun: options.dryRun ?? false,
  });
  reporter.result(result, () => initText(result, { folder, isRepository: place.top !== undefined }));
  return EXIT.done;
}
