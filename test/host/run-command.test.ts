import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTree } from '../../src/host/process-tree.js';
import { type CommandRun, runCommand } from '../../src/host/run-command.js';

const SECRET = 'sentinel-4715';
const environment = { PATH: '/usr/bin:/bin' };
const folder = mkdtempSync(join(tmpdir(), 'run-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, more: Partial<CommandRun> = {}) =>
  runCommand({ command: 'sh', args: ['-c', script], environment, ...more });

describe('a command that ends by itself', () => {
  test('gives its exit code and all that it printed, byte by byte', async () => {
    expect(await shell('printf "a\\377"; printf b >&2; exit 3')).toStrictEqual({
      code: 3,
      stdout: Buffer.from([0x61, 0xff]),
      stderr: 'b',
    });
  });

  test('sees the environment that it is given, the folder and the input, and nothing else', async () => {
    process.env['SECRET_OF_THE_PIPELINE'] = SECRET;
    try {
      const seen = await shell('env | cut -d= -f1 | grep -v -e PWD -e SHLVL -e _ | sort; pwd; cat', {
        directory: '/',
        environment: { ...environment, ONE: '1' },
        input: Buffer.from('input\n'),
      });
      expect(seen).toMatchObject({ stdout: Buffer.from('ONE\nPATH\n/\ninput\n') });
    } finally {
      delete process.env['SECRET_OF_THE_PIPELINE'];
    }
  });

  test('and does not read its input is judged by its exit code', async () => {
    expect(await shell('exec true', { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
  });

  test('is not waited for by who it left in the background, longer than the limit', async () => {
    const answer = await shell('sleep 600 & echo $!', { limit: { awakeMs: 3000 } });

    expect(answer).toMatchObject({ code: 0 });
    process.kill(Number('stdout' in answer ? answer.stdout : 0), 'SIGKILL');
  });

  test('hands its answer over piece by piece', async () => {
    let size = 0;
    const onOutput = (chunk: Buffer) => {
      size += chunk.length;
    };
    const answer = await shell('head -c 300000 /dev/zero', { onOutput });

    expect([size, answer]).toStrictEqual([300_000, { code: 0, stdout: Buffer.alloc(0), stderr: '' }]);
  });

  test('keeps the end of what it complains', async () => {
    const answer = await shell('head -c 300000 /dev/zero >&2; echo end >&2; exit 1');

    expect(answer.stderr.length).toBe(64 * 1024);
    expect(answer.stderr.endsWith('end\n')).toBe(true);
  });
});

describe('a command that does not start says why, without its arguments', () => {
  mkdirSync(join(folder, 'a-folder'));
  writeFileSync(join(folder, 'plain'), 'text');
  writeFileSync(join(folder, 'no-interpreter'), '#!/no/such/program\n', { mode: 0o755 });
  test.each([
    ['a name that is not on PATH', 'no-such-command', {}, 'missing', 'is not on PATH'],
    ['a path that is not there', join(folder, 'no-such-file'), {}, 'missing', 'does not exist'],
    ['a file that is no program', join(folder, 'plain'), {}, 'unstartable', 'is not executable'],
    ['a folder', join(folder, 'a-folder'), {}, 'unstartable', 'is not executable'],
    [
      'a script of an unknown interpreter',
      join(folder, 'no-interpreter'),
      {},
      'unstartable',
      /its first line names does not exist$/,
    ],
    [
      'in a folder that is not there',
      'sh',
      { directory: join(folder, 'gone') },
      'unstartable',
      /there is no folder '.*gone'$/,
    ],
    ['with a zero byte', 'sh', { args: [`${SECRET}\0`] }, 'unstartable', 'cannot be started (ERR_INVALID_ARG_VALUE)'],
    [
      'with more than the system takes',
      'sh',
      { args: [SECRET.repeat(1_000_000)] },
      'unstartable',
      'cannot be started (E2BIG)',
    ],
  ] as const)('%s', async (_, command, more, why, words) => {
    const args = [SECRET];
    const answer = await runCommand({ command, args, environment, ...more });

    expect(answer).toMatchObject({ why, words: typeof words === 'string' ? words : expect.stringMatching(words) });
    expect(JSON.stringify({ ...answer, cause: undefined })).not.toContain(SECRET);
  });
});

describe('a command that is ended, with all that it started', () => {
  const children = `sh -c 'sleep 600' & echo $$ > pid; trap '' TERM; wait; sleep 600`;
  const run = (more: Partial<CommandRun>, script = children) => shell(script, { directory: folder, ...more });
  const isGone = async () => {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    while (processTree(pid) !== undefined) await sleep(10);
  };

  test('after the time in which this process was awake', async () => {
    // On a busy machine a shell takes a while to begin.
    expect(await run({ limit: { awakeMs: 5000 } })).toMatchObject({ why: 'time', words: 'did not answer within 5 s' });
    await isGone();
  });

  test('after its processor time', async () => {
    const busy = `echo $$ > pid; sh -c 'while :; do :; done'`;
    expect(await run({ limit: { processorMs: 200 } }, busy)).toMatchObject({
      why: 'time',
      words: 'did not end within 0.2 s of processor time',
    });
    await isGone();
  });

  test('when it is interrupted, and it does not start after that', async () => {
    const controller = new AbortController();
    const onOutput = () => controller.abort();
    const answer = await run({ signal: controller.signal, onOutput }, `echo begun; ${children}`);

    expect(answer).toMatchObject({ why: 'interrupted', words: 'was interrupted' });
    await isGone();
    expect(await shell('echo', { signal: controller.signal })).toMatchObject({ why: 'interrupted' });
  });

  test('when it prints more than it may', async () => {
    expect(await run({ maxBytes: 1000 }, `echo $$ > pid; echo '${SECRET}'; cat /dev/zero`)).toStrictEqual({
      why: 'output',
      words: 'printed more than 1000 bytes',
      stderr: '',
    });
    await isGone();
  });

  test('when its reader fails, which is thrown', async () => {
    const onOutput = () => {
      throw new Error('unreadable');
    };
    await expect(run({ onOutput }, `echo $$ > pid; cat /dev/zero`)).rejects.toThrow('unreadable');
    await isGone();
  });

  test('by somebody else is told', async () => {
    expect(await shell('kill -9 $$')).toMatchObject({ why: 'killed', words: 'was ended by SIGKILL' });
  });

  test('is asked first, so that it can clean up', async () => {
    const controller = new AbortController();
    const onOutput = () => controller.abort();
    const script = "trap 'echo cleaned >&2; exit' TERM; echo begun; sleep 600 & wait";
    const answer = await shell(script, { signal: controller.signal, onOutput });

    expect(answer).toMatchObject({ why: 'interrupted', stderr: 'cleaned\n' });
  });
});
