import { GitopsError } from '../../../src/errors.js';
import { settleClusters } from '../../../src/workflow/planning/settle-clusters.js';

const ask = (answers: Readonly<Record<string, unknown>>) =>
  settleClusters(
    Object.keys(answers),
    (name) => name,
    async (name) => {
      if (answers[name] instanceof Error) throw answers[name];
      return answers[name];
    },
  );

test('a cluster that fails does not hide the others', async () => {
  const error = new GitopsError('CLUSTER_UNREACHABLE', 'away');

  expect(await ask({ eu: 1, us: error, ap: 3 })).toEqual({ done: [1, 3], unread: [{ cluster: 'us', error }] });
});

test('an interrupted run, and a fault of the program, end it', async () => {
  const interrupted = GitopsError.all([
    new GitopsError('CLUSTER_UNREACHABLE', 'away'),
    new GitopsError('INTERRUPTED', 'stopped'),
  ]);
  const fault = new TypeError('x');

  await expect(ask({ eu: 1, us: interrupted })).rejects.toBe(interrupted);
  await expect(ask({ eu: new GitopsError('CLUSTER_UNREACHABLE', 'away'), us: fault, ap: interrupted })).rejects.toBe(
    fault,
  );
});
