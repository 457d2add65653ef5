import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { packageUnderTest } from '../helpers/package-under-test.js';

const NAME = `demo-${randomBytes(3).toString('hex')}`;

afterAll(() => {
  spawnSync(process.execPath, [commandUnderTest(), 'local', 'down', '--name', NAME]);
});

test('the demo plays the whole main job', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['tools/demo.mjs', '--name', NAME, '--installed', packageUnderTest().project],
    {
      encoding: 'utf8',
      env: { ...process.env, CI: '1' },
    },
  );

  const steps = [
    'local up',
    'gitops init guestbook',
    'committed',
    'guestbook-staging',
    'synced',
    'replicas: 3',
    'kubectl scale',
    'drifted',
    'unhealthy',
    'gitops rollback',
    'held',
    'delete PodDisruptionBudget',
    'gitops verify',
    'verified',
    `local down --name ${NAME}`,
  ];
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  let at = 0;
  for (const step of steps) {
    const found = stdout.indexOf(step, at);
    if (found < 0) throw new Error(`'${step}' is missing after:\n${stdout.slice(0, at).slice(-2000)}`);
    at = found;
  }
  expect(stdout).not.toContain('error UNEXPECTED');
});
