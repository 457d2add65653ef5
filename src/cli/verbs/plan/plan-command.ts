import { defineVerb } from '../../command/define-verb.js';
import { planOptions } from './plan-options.js';

export const planCommand = defineVerb({
  name: 'plan',
  group: 'look',
  summary: 'show what a sync would do, in order, and keep it for a later sync',
  description:
    'Show what a sync would do in the order in which it would do it: phases, waves, steps, with the reason of each. Changes nothing. Exit 2 when there are changes.',
  options: planOptions,
  examples: [
    'gitops plan --environment prod                  # the order of a sync of the last commit',
    'gitops plan --environment prod -o prod.plan     # ... and a file for: gitops sync --plan prod.plan',
    'gitops plan --environment prod -o prod.plan --report markdown=plan.md,junit=plan.xml',
    'gitops plan --all --output json                 # the whole schedule, for programs',
  ],
  notes: 'A plan file holds digests only, no content.',
  run: async (cli, options, { declared }) => (await import('./run-plan.js')).runPlan(cli, options, declared),
});
