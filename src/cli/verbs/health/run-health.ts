import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { readHealthOverrides } from '../../../argocd/health-overrides.js';
import { GitopsError } from '../../../errors.js';
import type { KubeObject } from '../../../manifest/kube-object.js';
import { parseObjects } from '../../../manifest/yaml.js';
import { judgeObjects } from '../../../workflow/judge-objects.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readHealthRules } from '../../input/read-health-rules.js';
import { unreadableFile } from '../../input/unreadable-file.js';
import { columnsFor } from '../../reports/columns-for.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import type { HealthOptions } from './health-options.js';
import { healthText } from './health-text.js';

export async function runHealth(cli: Cli, options: HealthOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const objects = (await Promise.all(options.file.map((file) => readObjects(cli, file)))).flat();
    if (objects.length === 0) {
      throw new GitopsError(
        'WORKFLOW_NOTHING_SELECTED',
        `no object is in '${options.file.join("', '")}': there is nothing to judge`,
        {
          hint: 'See what the command that made it selects.',
        },
      );
    }
    const configMaps = options.argocdCm === undefined ? [] : await readObjects(cli, options.argocdCm);
    const overrides = Object.assign(
      {},
      ...configMaps.filter(({ kind }) => kind === 'ConfigMap').map(readHealthOverrides),
    );
    const rules =
      options.healthRules === undefined ? {} : await readHealthRules(options.healthRules, cli.terminal.directory);
    const result = await judgeObjects(objects, { overrides, rules });
    reporter.result(result, () =>
      healthText(result, styleFor(cli.terminal.colour), columnsFor(options.output, cli.terminal)),
    );
    return result.status === 'Healthy' || result.status === 'Suspended' ? EXIT.done : EXIT.unhealthy;
  } finally {
    reporter.close();
  }
}

async function readObjects({ terminal }: Cli, file: string): Promise<KubeObject[]> {
  if (file === '-') return parseObjects(await standardInput(), 'standard input');
  try {
    return parseObjects(await readFile(resolve(terminal.directory, file), 'utf8'), file);
  } catch (cause) {
    if (GitopsError.is(cause)) throw cause;
    throw unreadableFile(`'${file}'`, cause, 'Name a file that exists, or - for standard input.');
  }
}

/** A command whose output is nothing at all has failed: `kubectl get -o yaml` writes a list, be it empty. */
async function standardInput(): Promise<string> {
  const content = await text(process.stdin);
  if (content.trim() !== '') return content;
  throw new GitopsError('CLI_FILE_NOT_FOUND', 'standard input is empty', {
    hint: 'See what the command before the pipe says.',
  });
}
