import { GitopsError } from '../../src/errors.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

test('an interrupted deletion says how far it came, and the next one goes on', async () => {
  const [, namespace] = [await testClient(), await testNamespace('delete')];
  await using git = await syncedRepository(namespace);
  git.commit(
    'first',
    Array.from({ length: 120 }, (_, index) => configMap(`c-${index}`)),
  );
  expect((await sync(git.options)).outcome).toBe('synced');
  const stop = new AbortController();

  const result = await deleteApplications({
    ...git.options,
    signal: stop.signal,
    onEvent: (event) => {
      if (event.kind === 'done') stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));
    },
  });

  expect(result).toMatchObject({ outcome: 'interrupted', applications: [{ outcome: 'interrupted', errors: [] }] });
  const done = result.applications[0]?.done ?? 0;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(60);
  expect(await deleteApplications(git.options)).toMatchObject({
    outcome: 'deleted',
    applications: [{ done: 120 - done }],
  });
});
