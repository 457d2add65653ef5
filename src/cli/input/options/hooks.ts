import { declareOptions } from '../../command/declare-options.js';

/** When hooks are run, and in whose order. */
export const hookOptions = declareOptions('run', {
  hooks: {
    flags: '--hooks <when>',
    help: 'run hooks: auto, when there is something to do; always; never (default: auto)',
    choices: ['auto', 'always', 'never'],
    engine: 'hooks',
  },
  asArgocd: {
    flags: '--as-argocd',
    help: "Argo CD's order: prune inside the waves, and do not wait for the health of the last one",
    engine: 'asArgoCd',
  },
});
