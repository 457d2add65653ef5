import { defineVerb } from '../../command/define-verb.js';
import { renderOptions } from './render-options.js';

export const renderCommand = defineVerb({
  name: 'render',
  group: 'author',
  summary: 'print what Argo CD would generate',
  description:
    'Print the objects that Argo CD would generate from this repository, for an Argo Application or a folder: kustomize, Helm, Jsonnet or plain manifests; for an ApplicationSet the Applications that it makes. No cluster is asked but that of the Argo CD that --access names; other repositories and charts are fetched once and cached.',
  argument: { name: '[target]', help: 'name of an Argo Application or ApplicationSet, or a folder' },
  options: renderOptions,
  examples: [
    'gitops render guestbook-prod-eu                     # as committed',
    'gitops render apps/guestbook/overlays/prod --worktree',
    'gitops render --all --output names                  # everything',
    'gitops render -f application.yaml --revision v1.4.0 --output names',
    'gitops render guestbook --repositories credentials.yaml --engine native',
    'gitops render -f applicationset.yaml --clusters clusters.yaml --parameters recorded.yaml',
    "gitops render -f applicationset.yaml --access access.yaml  # with 'argocd: { context: hub }' in it",
  ],
  run: async (cli, options, { argument }) => (await import('./run-render.js')).runRender(cli, options, argument),
});
