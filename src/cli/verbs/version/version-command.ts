import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { EXIT } from '../../exit-code.js';
import { type OutputOptions, withOutput } from '../../input/options/output.js';
import { packageVersion } from '../../package-root.js';

export function versionCommand(cli: Cli): Command {
  return withOutput(
    new Command('version').summary('print the version').description('Print the version of gitops and of Node.'),
  ).action(
    action<OutputOptions>(cli, async ({ output }) => {
      const version = { gitops: packageVersion(), node: process.versions.node };
      if (output === 'json') {
        const { documentLine } = await import('../../reports/document-line.js');
        const { API_VERSION } = await import('../../../workflow/api/results.js');
        cli.terminal.out(documentLine({ apiVersion: API_VERSION, kind: 'Version', ...version }));
      } else cli.terminal.out(`gitops ${version.gitops} (node ${version.node})\n`);
      return EXIT.done;
    }),
  );
}
