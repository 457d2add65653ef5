import { readHealthOverrides } from '../../../argocd/health-overrides.js';
import { GitopsError } from '../../../errors.js';
import type { KubeObject } from '../../../manifest/kube-object.js';
import { parseObjects } from '../../../manifest/yaml.js';
import { judgeObjects } from '../../../workflow/judge-objects.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readGivenFile } from '../../input/read-given-file.js';
import { readHealthRules } from '../../input/read-health-rules.js';
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
  const given = await readGivenFile(terminal.directory, file);
  return parseObjects(given.content, given.file);
}
