import { noteError } from '../../../src/cluster/execute/note-error.js';
import { GitopsError } from '../../../src/errors.js';

test('a cluster that cannot be reached is said once, what is wrong with objects for each, and what was not begun is no error', () => {
  const state = { errors: [] as GitopsError[] };
  const away = () => new GitopsError('CLUSTER_UNREACHABLE', "cluster 'prod' cannot be reached");
  const refused = (object: string) => new GitopsError('CLUSTER_FORBIDDEN', 'it is not admitted', { object });

  for (const error of [
    away(),
    refused('ConfigMap a'),
    GitopsError.all([away(), refused('ConfigMap b')]),
    new GitopsError('INTERRUPTED', 'interrupted'),
  ])
    noteError(state, error);

  expect(state.errors.map(({ code, object }) => [code, object])).toEqual([
    ['CLUSTER_UNREACHABLE', undefined],
    ['CLUSTER_FORBIDDEN', 'ConfigMap a'],
    ['CLUSTER_FORBIDDEN', 'ConfigMap b'],
  ]);
});
