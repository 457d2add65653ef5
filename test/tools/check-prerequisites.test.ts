import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { mountSmallDisk, testWithSmallDisk } from '../helpers/full-disk.js';
import { pathWith, toolsClone } from './clone.js';

/** What the script itself runs, which every system has. */
const SYSTEM = { cat: 'real', dirname: 'real', head: 'real', sed: 'real', sort: 'real', tail: 'real' };
const GOOD = { ...SYSTEM, node: 'real', npm: 'echo 10.8.2', git: 'echo git version 2.47.3', go: goOf('1.26.8') };

/** Enough of Go for the check: its version and its folders. */
function goOf(version: string): string {
  return `case $1 in env) echo "\${GOMODCACHE:-$HOME/go}"; echo "\${GOCACHE:-$HOME/build}" ;; *) echo "go version go${version} linux/amd64" ;; esac`;
}

const clone = toolsClone();

function check(commands: Readonly<Record<string, string>>, purpose = 'demo', settings: NodeJS.ProcessEnv = {}) {
  const env = { ...clone.environment, HOME: clone.folder, PATH: pathWith(commands), ...settings };
  const { status, stdout, stderr } = spawnSync(
    '/bin/sh',
    [join(clone.folder, 'tools/check-prerequisites.sh'), purpose],
    { env, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

const without = (name: string) => Object.fromEntries(Object.entries(GOOD).filter(([command]) => command !== name));

describe('what a build needs of a machine', () => {
  test('nothing is said where everything is there', () => {
    expect(check(GOOD)).toEqual({ status: 0, output: '' });
  });

  test.each([
    [
      'no node',
      without('node'),
      /Node\.js 20\.19 or newer: there is no command 'node' on the PATH\. https:\/\/nodejs\.org/,
    ],
    ['an old node', { ...GOOD, node: 'echo v18.20.1' }, /Node\.js 20\.19 or newer: 'node' is 18\.20\.1/],
    [
      'a node of the right major version',
      { ...GOOD, node: 'echo v20.9.0' },
      /Node\.js 20\.19 or newer: 'node' is 20\.9\.0/,
    ],
    ['a node that does not run', { ...GOOD, node: 'exit 127' }, /'node --version' does not tell a version/],
    ['no npm', without('npm'), /npm 9\.0 or newer: there is no command 'npm'/],
    ['an old npm', { ...GOOD, npm: 'echo 6.14.18' }, /'npm' is 6\.14\.18/],
    ['no git', without('git'), /git 2\.31 or newer: there is no command 'git'/],
    ['an old git', { ...GOOD, git: 'echo "git version 2.25.1 (Apple Git-99)"' }, /'git' is 2\.25\.1/],
    ['no go', without('go'), /Go 1\.26 or newer: there is no command 'go' on the PATH\. https:\/\/go\.dev\/dl/],
    ['an old go', { ...GOOD, go: goOf('1.25.9') }, /Go 1\.26 or newer: 'go' is 1\.25\.9/],
    ['a very old go', { ...GOOD, go: goOf('1.9') }, /Go 1\.26 or newer: 'go' is 1\.9/],
  ])('%s', (_name, commands, message) => {
    const { status, output } = check(commands);

    expect(output).toMatch(message);
    expect(output.match(/^ {2}- /gm)).toHaveLength(1);
    expect(status).toBe(1);
  });

  test('everything that is missing or too old stands in one message', () => {
    const { status, output } = check({ ...SYSTEM, node: 'echo v18.0.0', git: 'echo git version 2.20.1' }, 'test');

    expect(status).toBe(1);
    expect(output.split('\n').map((line) => line.split(':')[0])).toEqual([
      "[check] This machine lacks what 'npm run test' needs",
      '  - Node.js 20.19 or newer',
      '  - npm 9.0 or newer',
      '  - git 2.31 or newer',
      '  - Go 1.26 or newer',
      'Nothing was changed. Mend this and run the command again.',
      '',
    ]);
  });

  test('an old go that may replace itself is enough, where GOTOOLCHAIN says so', () => {
    expect(check({ ...GOOD, go: goOf('1.22.3') }, 'demo', { GOTOOLCHAIN: 'auto' }).status).toBe(0);
    expect(check({ ...GOOD, go: goOf('1.22.3') }, 'demo', { GOTOOLCHAIN: 'local' }).status).toBe(1);
    expect(check({ ...GOOD, go: goOf('1.20.3') }, 'demo', { GOTOOLCHAIN: 'auto' }).output).toContain(
      "Go 1.21 or newer: 'go' is 1.20.3",
    );
  });

  test('Go is not asked for where nothing has to be built', () => {
    const script = join(process.cwd(), 'tools/check-prerequisites.sh'); // this clone is built
    const { status, stderr } = spawnSync('/bin/sh', [script, 'build'], {
      env: { ...clone.environment, PATH: pathWith(without('go')) },
      encoding: 'utf8',
    });

    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(check(without('go'), 'lint').status).toBe(0);
  });
});

describe('the folders that a build writes', () => {
  test.each([
    ['XDG_CACHE_HOME', 'set XDG_CACHE_HOME'],
    ['npm_config_cache', 'set npm_config_cache'],
    ['GOMODCACHE', 'set GOMODCACHE'],
    ['GOCACHE', 'set GOCACHE'],
    ['TMPDIR', 'set TMPDIR'],
  ])('%s that cannot be written is told with the setting that moves it', (variable, hint) => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');

    const { status, output } = check(GOOD, 'demo', { [variable]: join(file, 'cache') });

    expect(output).toContain(`a folder that can be written instead of '${join(file, 'cache')}`);
    expect(output).toContain(`: ${hint}\n`);
    expect(status).toBe(1);
  });

  testWithSmallDisk('a disk that is too small for a first build is told before it is full', () => {
    const folder = temporaryFolder();
    using _disk = mountSmallDisk(folder);

    const { status, output } = check(GOOD, 'demo', {
      GOMODCACHE: join(folder, 'modules'),
      GOCACHE: join(folder, 'builds'),
    });

    expect(output).toMatch(
      /- \d\.\d GB of free disk space, 0\.0 GB are left: free some, or move '.*modules' \(set GOMODCACHE\), '.*builds' \(set GOCACHE\)/,
    );
    expect(status).toBe(1);
  });
});
