import { API_VERSION } from '../../../workflow/api/results.js';
import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { OutputOptions } from '../../input/options/output.js';
import { packageVersion } from '../../package-root.js';
import { documentLine } from '../../reports/document-line.js';

export async function runVersion({ terminal }: Cli, { output }: OutputOptions): Promise<ExitCode> {
  const version = { gitops: packageVersion(), node: process.versions.node };
  terminal.out(
    output === 'json'
      ? documentLine({ apiVersion: API_VERSION, kind: 'Version', ...version })
      : `gitops ${version.gitops} (node ${version.node})\n`,
  );
  return EXIT.done;
}
