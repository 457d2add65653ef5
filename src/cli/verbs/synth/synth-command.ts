import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withEngineTimeout } from '../../input/options/engine-timeout.js';
import { withOutput } from '../../input/options/output.js';
import type { SynthOptions } from './synth-options.js';

export function synthCommand(cli: Cli): Command {
  const command = new Command('synth')
    .summary('write the committed layout from the constructs')
    .description(
      'Write the committed layout from the constructs. Proves every overlay with the real kustomize first, writes only what differs, deletes only what it owns.',
    )
    .option('--app <file>', 'the file that exports the Repository', 'environments/index.ts')
    .option('--check', 'write nothing; exit 2 when the files on disk are stale')
    .option('--output-dir <dir>', "the output folder in the repository (default: the Repository's, 'gitops')")
    .option('--overwrite', 'replace files in the way that were written or edited by hand: what they had is lost')
    .option('--commit', 'commit the output on the current branch; refused while what made it is uncommitted')
    .option('-m, --message <text>', 'message of the commit')
    .option('--include-sources', 'with --commit: commit the code that made the output too')
    .addHelpText('after', EXAMPLES);
  return withOutput(withEngineTimeout(command)).action(
    action<SynthOptions>(cli, async (options) => (await import('./run-synth.js')).runSynth(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops synth                                  # write gitops/ from environments/index.ts
  gitops synth --check                          # in CI: exit 2 when gitops/ is stale
  gitops synth --commit -m 'guestbook 1.5.0'    # write and commit
  gitops synth --app other/index.ts --output-dir deploy
`;
