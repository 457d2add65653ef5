import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { type HealthCommandOptions, withHealthRules } from '../../input/options/health.js';
import { withOutput } from '../../input/options/output.js';

export function healthCommand(cli: Cli): Command {
  const command = new Command('health')
    .summary('judge live objects, without a cluster')
    .description(
      'Say how healthy live objects are, from their content alone, as Argo CD judges them. Exit 3 when one is not healthy.',
    )
    .requiredOption(
      '-f, --file <file>',
      'YAML or JSON as `kubectl get -o yaml` prints it; - is standard input; may be repeated',
      add,
    )
    .option('--argocd-cm <file>', "the ConfigMap argocd-cm: its health rules come before Argo CD's own")
    .addHelpText('after', EXAMPLES);
  return withOutput(withHealthRules(command)).action(
    action<HealthCommandOptions>(cli, async (options) => (await import('./run-health.js')).runHealth(cli, options)),
  );
}

/** A name may contain a comma. */
function add(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file];
}

const EXAMPLES = `
Examples:
  kubectl get certificates,deployments -A -o yaml | gitops health -f -
  gitops health -f live.yaml --argocd-cm argocd-cm.yaml --output json
  gitops health -f live.yaml --health-rules health-rules.ts
`;
