import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { testCluster, testStateDirectory } from '../helpers/cluster.js';
import { packageRegistry } from '../helpers/package-registry.js';
import { packageUnderTest } from '../helpers/package-under-test.js';

/** The commands under a heading of the README, line by line. */
function commandsUnder(heading: string): readonly string[] {
  const text = readFileSync('README.md', 'utf8').split(`## ${heading}\n`)[1] ?? '';
  return (/^```sh\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '').split('\n').filter((line) => line !== '');
}

beforeAll(async () => {
  await testCluster(); // makes the binaries where they are missing
});

test("README, 'Start your own': each line as it stands there, from the registry, in an empty folder", async () => {
  const commands = commandsUnder('Start your own');
  expect(commands).toHaveLength(5);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const npmSays = (setting: string) => execFileSync('npm', ['config', 'get', setting], { encoding: 'utf8' }).trim();
  await using registry = await packageRegistry(packageUnderTest().tarball, manifest, npmSays('registry'));
  const home = temporaryFolder({ gitconfig: '[user]\n\tname = Newcomer\n\temail = newcomer@example.com\n' });
  mkdirSync(join(npmSays('cache'), '_cacache'), { recursive: true });
  mkdirSync(join(home, 'npm'));
  mkdirSync(join(home, 'state/cdk8s-gitops'), { recursive: true });
  // without the packages that npx ran before
  symlinkSync(join(npmSays('cache'), '_cacache'), join(home, 'npm/_cacache'));
  symlinkSync(testStateDirectory(), join(home, 'state/cdk8s-gitops/local'));
  const environment = {
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    TMPDIR: process.env['TMPDIR'],
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] || join(process.env['HOME'] ?? '', '.cache'),
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    npm_config_registry: registry.url,
    npm_config_cache: join(home, 'npm'),
    npm_config_prefer_offline: 'true',
    npm_config_yes: 'true', // what a person answers to npx
    npm_config_userconfig: npmSays('userconfig'),
  };
  const folder = temporaryFolder();

  // One shell for all lines, because one of them changes the folder.
  const script = commands.map((line) => `echo ${quoted(`$ ${line}`)}\n${line}`).join('\n');
  const { code, printed } = await shell(`set -e\n${script}\nnpx gitops local down`, folder, environment);

  if (code !== 0) throw new Error(printed);
  expect(printed).toContain("Local cluster 'local' is up");
  expect(printed).toMatch(/guestbook-dev +local +synced +3 created/);
  expect(printed).toMatch(/guestbook-staging +local +synced +3 created/);
  expect(existsSync(join(folder, 'my-gitops/gitops/root-app.yaml'))).toBe(true);
  expect(
    JSON.parse(readFileSync(join(folder, 'my-gitops/node_modules/cdk8s-gitops/package.json'), 'utf8')),
  ).toMatchObject(manifest);
});

function shell(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly printed: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (printed += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, printed }));
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
