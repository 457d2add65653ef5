import { Command, Option } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withRegistry, withRepository, withRevision } from '../../input/options/revision.js';
import type { RenderCommandOptions } from './render-options.js';

export function renderCommand(cli: Cli): Command {
  const command = new Command('render')
    .summary('print what Argo CD would generate')
    .description(
      'Print the objects that Argo CD would generate from this repository, for an Argo Application or a folder: kustomize, Helm, Jsonnet or plain manifests; for an ApplicationSet the Applications that it makes. No cluster is asked but that of the Argo CD that --access names; other repositories and charts are fetched once and cached.',
    )
    .argument('[target]', 'name of an Argo Application or ApplicationSet, or a folder')
    .option('--all', 'every Argo Application')
    .option(
      '--namespaces',
      "give namespaced objects that name none the destination's namespace, as Argo CD does before it applies them",
    )
    .addOption(
      new Option('--tracking <method>', "add Argo CD's tracking metadata").choices([
        'annotation',
        'label',
        'annotation+label',
      ]),
    )
    .option('-f, --file <file>', 'a file with the Argo Application or ApplicationSet, instead of a name')
    .addOption(
      new Option('-o, --output <format>', 'yaml documents, json: one document, or names: an object per line')
        .choices(['yaml', 'json', 'names'])
        .default('yaml'),
    )
    .addHelpText('after', EXAMPLES);
  return withRegistry(withRepository(withRevision(command))).action(
    action<RenderCommandOptions>(cli, async (options, { args }) =>
      (await import('./run-render.js')).runRender(cli, options, args[0]),
    ),
  );
}

const EXAMPLES = `
Examples:
  gitops render guestbook-prod-eu                     # as committed
  gitops render apps/guestbook/overlays/prod --worktree
  gitops render --all --output names                  # everything
  gitops render -f application.yaml --revision v1.4.0 --output names
  gitops render guestbook --repositories credentials.yaml --engine native
  gitops render -f applicationset.yaml --clusters clusters.yaml --parameters recorded.yaml
  gitops render -f applicationset.yaml --access access.yaml   # with 'argocd: { context: hub }' in it
`;
