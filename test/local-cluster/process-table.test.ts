import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isAlive } from '../../src/host/process-identity.js';
import { processTable } from '../../src/local-cluster/process-table.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'processes-'));
});
afterEach(async () => {
  await processTable.stop(directory);
  rmSync(directory, { recursive: true, force: true });
});

test('a started process is recorded, found alive, and gone after stop', async () => {
  const started = processTable.start(directory, { name: 'sleeper', executable: '/bin/sleep', arguments: ['60'] });
  expect(processTable.read(directory)).toEqual({ sleeper: started });
  expect(isAlive(started)).toBe(true);

  const stopped = await processTable.stop(directory);

  expect(stopped).toEqual(['sleeper']);
  expect(isAlive(started)).toBe(false);
  expect(existsSync(join(directory, 'processes.json'))).toBe(false);
});

test('a process that has the pid of a recorded one is left alone', async () => {
  const bystander = processTable.start(directory, { name: 'bystander', executable: '/bin/sleep', arguments: ['60'] });
  writeFileSync(join(directory, 'processes.json'), JSON.stringify({ etcd: { pid: bystander.pid, start: 'earlier' } }));

  expect(await processTable.stop(directory)).toEqual([]);

  expect(isAlive(bystander)).toBe(true);
  process.kill(bystander.pid, 'SIGKILL');
});

test('a process sees nothing of the environment and its output is kept', async () => {
  const started = processTable.start(directory, { name: 'env', executable: '/usr/bin/env', arguments: [] });
  while (isAlive(started)) await sleep(5);

  expect(
    processTable
      .lastLines(directory, 'env', 9)
      .map((line) => line.split('=')[0])
      .sort(),
  ).toEqual(expect.arrayContaining(['HOME', 'PATH']));
  expect(processTable.lastLines(directory, 'env', 9).join()).not.toContain('GITOPS_TEST');
});

test('an executable that is missing is an error that names it', () => {
  const start = () =>
    processTable.start(directory, { name: 'ghost', executable: join(directory, 'ghost'), arguments: [] });

  expect(start).toThrow(
    expect.objectContaining({ code: 'LOCAL_START_FAILED', message: expect.stringContaining('ghost') }),
  );
});

test('no process has the pid 4194305', () => {
  expect(identifyProcess(4194305)).toBeUndefined();
});
