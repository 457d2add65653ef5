import type { OrphansResult } from '../../../workflow/api/orphans-result.js';
import { EXIT } from '../../exit-code.js';
import { clusterVerb } from '../cluster-verb.js';
import type { orphansOptions } from './orphans-options.js';
import { orphansText } from './orphans-text.js';

export const runOrphans = clusterVerb<typeof orphansOptions, OrphansResult>({
  verb: 'orphans',
  mayHaveLeftGit: true,
  work: async (given) => (await import('../../../workflow/orphans.js')).orphans(given),
  text: orphansText,
  exit: ({ errors, applications, unowned }) => {
    if (errors !== undefined) return EXIT.error;
    return applications.length + unowned.length > 0 ? EXIT.changes : EXIT.done;
  },
});
