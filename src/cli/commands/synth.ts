import { resolve } from 'node:path';
import { Command } from 'commander';
import { cacheDirectory } from '../cache-directory.js';
import { action, type Cli } from '../cli.js';
import { EXIT } from '../exit-code.js';
import { loadRepository } from '../load-repository.js';
import { type OutputOptions, withOutput } from '../options/output.js';
import { createReporter } from '../output/reporter.js';
import { synthText } from '../output/synth-text.js';
import { styleFor } from '../style.js';

interface SynthOptions extends OutputOptions {
  readonly app: string;
  readonly check?: boolean;
  readonly outputDir?: string;
  readonly adopt?: boolean;
  readonly commit?: boolean;
  readonly message?: string;
  readonly includeSources?: boolean;
}

export function synthCommand(cli: Cli): Command {
  const command = new Command('synth')
    .description(
      'Write the committed layout from the constructs. Proves every overlay with the real kustomize first, writes only what differs, deletes only what it owns.',
    )
    .option('--app <file>', 'the file that exports the Repository', 'environments/index.ts')
    .option('--check', 'write nothing; exit 2 when the files on disk are stale')
    .option('--output-dir <dir>', "the output folder in the repository (default: the Repository's, 'gitops')")
    .option('--adopt', 'take over files in the way that were written or edited by hand')
    .option('--commit', 'commit the output on the current branch; refused while what made it is uncommitted')
    .option('-m, --message <text>', 'message of the commit')
    .option('--include-sources', 'with --commit: commit the code that made the output too')
    .addHelpText('after', EXAMPLES);
  return withOutput(command).action(action<SynthOptions>(cli, (options) => runSynth(cli, options)));
}

async function runSynth(cli: Cli, options: SynthOptions): Promise<0 | 2> {
  const { directory, environment, colour } = cli.terminal;
  const reporter = await createReporter(cli, options);
  try {
    const { repository, sources } = await loadRepository(resolve(directory, options.app), directory);
    const { synth } = await import('../../workflow/synth.js');
    const result = await synth({
      repository,
      sources,
      directory,
      cacheDirectory: cacheDirectory(environment),
      check: options.check ?? false,
      adopt: options.adopt ?? false,
      ...(options.outputDir === undefined ? {} : { outputDir: options.outputDir }),
      ...(options.commit ? { commit: { message: options.message, includeSources: options.includeSources ?? false } } : {}),
      signal: cli.signal,
    });
    reporter.result('SynthResult', result, () => synthText(result, styleFor(colour)));
    return options.check && result.changes.length > 0 ? EXIT.changes : EXIT.done;
  } finally {
    reporter.close();
  }
}

const EXAMPLES = `
Examples:
  gitops synth                                  write gitops/ from environments/index.ts
  gitops synth --check                          in CI: exit 2 when gitops/ is stale
  gitops synth --commit -m 'guestbook 1.5.0'    write and commit
  gitops synth --app other/index.ts --output-dir deploy
`;
