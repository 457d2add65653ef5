import { GitopsError } from '../../errors.js';
import type { CommitOutcome, CommitRequest } from '../repository.js';

export async function commitPaths(_root: string, _gitDirectory: string, _request: CommitRequest): Promise<CommitOutcome> {
  throw new GitopsError('GIT_FAILED', 'committing is not there yet');
}
