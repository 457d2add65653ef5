import type { Refs } from '../repository.js';
import { gitText } from './run-git.js';

/** Branches, tags and the fetched branches of remotes, each with its commit. */
export async function listRefs(directory: string): Promise<Refs> {
  const format = '--format=%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(symref)%00%(refname)';
  const listed = await gitText({ directory }, 'for-each-ref', format, 'refs/heads', 'refs/tags', 'refs/remotes');
  return Object.fromEntries(
    listed.split('\n').flatMap((line) => {
      const [type, id = '', peeledType, peeled = '', symref, name = ''] = line.split('\0');
      if (symref !== '' || name === '') return [];
      if (type === 'commit') return [[name, id]];
      // Only git can follow a tag of a tag. Only commits can be read.
      if (peeledType === 'tag') return [[name, `${name}^{commit}`]];
      return peeledType === 'commit' ? [[name, peeled]] : [];
    }),
  );
}
