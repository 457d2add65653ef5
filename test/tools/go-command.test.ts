import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clone, pathWith, toolsClone } from './clone.js';

/** A command whose build waits in Go until it may go on. */
function clone(): Clone {
  const made = toolsClone(
    {
      'tools/tiny/go.mod': 'module tiny.local/tiny\n\ngo 1.22\n',
      'tools/tiny/go.sum': '',
      'tools/tiny/main.go': 'package main\n\nfunc main() { println("tiny") }\n',
    },
    { installed: true },
  );
  // What Go compiles is none of these tests' business, and takes a minute on a busy machine.
  const go = `
    cd '${made.folder}' || exit 1
    echo "$1" >> began
    while [ ! -f go-on ] && [ -d tools ]; do sleep 0.05; done
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\\necho built\\n' > "$2" && chmod +x "$2"`;
  return { ...made, environment: { ...made.environment, PATH: `${pathWith({ go })}:${process.env['PATH']}` } };
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const { pid, exitCode, signalCode } of children.splice(0))
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
});

function build({ folder, environment }: Clone, settings: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(folder, 'tools/go-command.mjs'), 'tiny', '.'], {
    cwd: folder,
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  children.push(child);
  const run = {
    child,
    stdout: '',
    stderr: '',
    ended: new Promise<number | null>((resolve) => child.on('close', resolve)),
  };
  child.stdout.on('data', (data) => (run.stdout += String(data)));
  child.stderr.on('data', (data) => (run.stderr += String(data)));
  return run;
}

/** Until the test's own time limit. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(20);
}

const began = ({ folder }: Clone) =>
  existsSync(join(folder, 'began')) ? readFileSync(join(folder, 'began'), 'utf8').trim().split('\n') : [];
const letGoOn = ({ folder }: Clone) => writeFileSync(join(folder, 'go-on'), '');

test('of two that start at once one builds, and the other waits and says for whom', async () => {
  const place = clone();
  const first = build(place);
  await until(() => began(place).length > 0);
  const second = build(place);
  await until(() => second.stderr.includes('waiting'));
  letGoOn(place);

  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
  expect(second.stderr).toContain(`process ${first.child.pid} builds the same: waiting`);
  expect(began(place)).toEqual(['build']);
  expect(second.stdout).toBe(first.stdout);
  expect(execFileSync(first.stdout.trim(), { encoding: 'utf8' })).toBe('built\n');
  expect(readdirSync(dirname(first.stdout.trim()))).toEqual(['tiny']);
});

test('one that was killed leaves nothing half: the next builds, and removes what was left', async () => {
  const place = clone();
  const first = build(place);
  await until(() => began(place).length > 0);
  process.kill(-first.child.pid!, 'SIGKILL');
  await first.ended;
  letGoOn(place);
  const second = build(place);

  expect(await second.ended).toBe(0);
  expect(readdirSync(dirname(second.stdout.trim()))).toEqual(['tiny']);
});

test('an interrupt ends Go and says that the next run goes on', async () => {
  const place = clone();
  const first = build(place);
  await until(() => began(place).length > 0);
  first.child.kill('SIGTERM');

  expect(await first.ended).toBe(1);
  expect(first.stderr).toMatch(/Stopped by SIGTERM\n {2}hint Run the command again/);
});

test('why it cannot be built is told in one sentence, with what to do', async () => {
  const place = clone();
  const PATH = process.env['PATH'];
  writeFileSync(join(place.folder, 'tools/tiny/go.mod'), 'module tiny.local/tiny\n\ngo 1.999.0\n');
  writeFileSync(join(place.folder, 'file'), '');

  const old = build(place, { PATH });
  const none = build(place, { PATH: place.folder, XDG_CACHE_HOME: join(place.folder, 'other-cache') });
  const unwritable = build(place, { XDG_CACHE_HOME: join(place.folder, 'file') });

  expect(await Promise.all([old, none, unwritable].map(({ ended }) => ended))).toEqual([1, 1, 1]);
  expect(old.stderr).toMatch(
    /^\[build\] tiny command: 'go' is 1\.\S+, and 1\.999\.0 or newer is needed\n {2}hint Install Go/,
  );
  expect(none.stderr).toMatch(/^\[build\] tiny command: The command 'go' is not on the PATH\n {2}hint /);
  expect(unwritable.stderr).toMatch(
    /^\[build\] tiny command: Cannot use '.*file.*ENOTDIR.*\n {2}hint .*XDG_CACHE_HOME/,
  );
});
