import { declareOptions } from '../../command/declare-options.js';

/** Argo Applications that are in the cluster and not in Git. */
export const rootsOption = declareOptions('selection', {
  file: {
    flags: '-f, --file <file>',
    help: 'Argo Applications or ApplicationSets that are not in Git, such as a root application: only they and what they make; - for standard input',
    common: true,
  },
});
