import type { Refs } from '../repository.js';
import { gitText } from './run-git.js';

/** Branches, tags and the fetched branches of remotes, each with the commit that it means. */
export async function listRefs(directory: string): Promise<Refs> {
  const format = '--format=%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(symref)%00%(refname)';
  const listed = await gitText({ directory }, 'for-each-ref', format, 'refs/heads', 'refs/tags', 'refs/remotes');
  return Object.fromEntries(
    listed.split('\n').flatMap((line) => {
      const [type, id = '', peeledType, peeled = '', symref, name = ''] = line.split('\0');
      if (symref !== '' || name === '') return [];
      if (type === 'commit') return [[name, id]];
      // A tag of a tag has to be followed by git; of anything else than a commit nothing can be read.
      if (peeledType === 'tag') return [[name, `${name}^{commit}`]];
      return peeledType === 'commit' ? [[name, peeled]] : [];
    }),
  );
}
