import { defineVerb } from '../../command/define-verb.js';
import { synthOptions } from './synth-options.js';

export const synthCommand = defineVerb({
  name: 'synth',
  group: 'author',
  changes: true,
  summary: 'write the committed layout from the constructs',
  description:
    'Write the committed layout from the constructs. Proves every overlay with the real kustomize first, writes only what differs, deletes only what it owns.',
  options: synthOptions,
  examples: [
    'gitops synth                                  # write gitops/ from environments/index.ts',
    'gitops synth --check                          # in CI: exit 2 when gitops/ is stale',
    "gitops synth --commit -m 'guestbook 1.5.0'    # write and commit",
    'gitops synth --app other/index.ts --output-dir deploy',
  ],
  run: async (cli, options) => (await import('./run-synth.js')).runSynth(cli, options),
});
