import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../../src/host/process-identity.js';
import { temporaryFolder } from '../cli/temporary-folder.js';

test('a benchmark that is interrupted ends its control plane and removes what it made', async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ['bench/run.mjs', 'sync-many'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const started = () => processesIn(folder).length > 0;
  while (!started() && child.exitCode === null) await sleep(50);
  const processes = processesIn(folder);
  child.kill('SIGTERM');

  expect(await ended).toBe(130);
  expect(processes.length).toBeGreaterThan(0);
  expect(processes.filter(isAlive)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

/** The processes of the control plane, as its folder lists them. */
function processesIn(folder: string): readonly ProcessIdentity[] {
  const files = readdirSync(folder).map((name) => join(folder, name, 'state/bench/processes.json'));
  return files.filter(existsSync).flatMap((file) => {
    return Object.values(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, ProcessIdentity>>);
  });
}
