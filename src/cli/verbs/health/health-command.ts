import { defineVerb } from '../../command/define-verb.js';
import { healthOptions } from './health-options.js';

export const healthCommand = defineVerb({
  name: 'health',
  group: 'look',
  summary: 'judge live objects, without a cluster',
  description:
    'Say how healthy live objects are, from their content alone, as Argo CD judges them. Exit 3 when one is not healthy.',
  options: healthOptions,
  examples: [
    'kubectl get certificates,deployments -A -o yaml | gitops health -f -',
    'gitops health -f live.yaml --argocd-cm argocd-cm.yaml --output json',
    'gitops health -f live.yaml --health-rules health-rules.ts',
  ],
  run: async (cli, options) => (await import('./run-health.js')).runHealth(cli, options),
});
