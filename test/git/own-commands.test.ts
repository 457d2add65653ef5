import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/git/open-repository.js';
import { tempRepository } from '../helpers/temp-repository.js';

const ATTRIBUTES = '* filter=spy diff=spy merge=spy\n';

/** Words by which a setting that names a command, or a place with one, is known in git's own list of settings. */
const NAMES_COMMAND =
  /command$|cmd$|program$|helper$|editor$|pager|askpass|driver$|textconv$|hook|\.clean$|\.smudge$|process$|fsmonitor$|\.path$|proxy$|uploadpack$|receivepack$|\.vcs$|external$|browser$|filter$|submodule\.<name>\.update$|protocol.*allow$/i;
/** In git's list under another name, or not in it. */
const MORE = [
  'filter.<driver>.process',
  'alias.<name>',
  'trailer.<token>.command',
  'trailer.<token>.cmd',
  'credential.<url>.helper',
  'tar.<format>.command',
];

/** No commands, and a path in their place stops git. */
const NO_COMMAND = /^(?:advice|clone|commitGraph|http)\.|HookVersion$|partialclonefilter$|\.proxy$/i;

/** What is put in the place of each part in angle brackets, so that git uses the setting. */
const FILLED: Readonly<Record<string, string>> = {
  '<driver>': 'spy',
  '<name>': 'origin',
  '<url>': 'https://127.0.0.1:1',
  '<condition>': 'gitdir:**',
  '<format>': 'openpgp',
  '<cmd>': 'status',
};

/** Settings that need an address of their own to be used, and that address. */
const ADDRESSES: readonly (readonly [key: RegExp, address: string])[] = [
  [/^core\.sshCommand$/, 'ssh://git@127.0.0.1:1/x'],
  [/^(?:core\.askPass|credential\..*)$/, 'https://127.0.0.1:1/x'],
  [/^core\.gitProxy$/, 'git://127.0.0.1:1/x'],
  [/^protocol\..*allow$/, 'ext::SCRIPT'],
  [/^remote\.<name>\.vcs$/, ''],
  [/^remote\.<name>\.uploadpack$/, ''],
  [/^include/, ''],
];

test.each([['', /(?:)/] as const, ...ADDRESSES.map(([key, address]) => [address, key] as const)])(
  'no command that .git/config names runs when a repository is read from %j (%s)',
  async (address, keys) => {
    await using origin = tempRepository();
    origin.commit('first', { 'gitops/a.yaml': 'a: 1\n', '.gitattributes': ATTRIBUTES, 'b.bin': 'x' });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    await using clone = tempRepository({
      cloneOf: { source: `file://${origin.directory}`, arguments: ['--filter=blob:none', '--no-checkout'] },
    });
    const canary = join(clone.directory, '../canary');
    const all = [...execFileSync('git', ['help', '--config'], { encoding: 'utf8' }).split('\n'), ...MORE].filter(
      (key) => NAMES_COMMAND.test(key) && !NO_COMMAND.test(key),
    );
    expect(all.length).toBeGreaterThan(50);
    const chosen = all.filter((key) =>
      keys.source === '(?:)' ? !ADDRESSES.some(([pattern]) => pattern.test(key)) : keys.test(key),
    );
    expect(chosen).not.toEqual([]);
    clone.write({ 'gitops/a.yaml': 'a: 2\n', '.gitattributes': ATTRIBUTES });
    const config = chosen.map((key, index) => {
      const name = key.replace(/<[^>]+>/g, (part) => FILLED[part] ?? 'origin');
      const script = spyIn(clone.directory, `spy-${index}.sh`, name);
      return [name, valueFor(key, script, clone.directory)] as const;
    });
    for (const [name, value] of config) clone.git('config', name, value);
    const script = spyIn(clone.directory, 'spy.sh', 'ext');
    if (address !== '') clone.git('config', 'remote.origin.url', address.replace('SCRIPT', script));

    await readAll(clone.directory);

    expect(existsSync(canary) ? readFileSync(canary, 'utf8') : '').toBe('');
  },
);

test('a filter of the user runs, one of the repository does not', async () => {
  await using repository = tempRepository();
  repository.commit('first', { 'gitops/a.yaml': 'a: 1\n', '.gitattributes': '*.yaml filter=spy\n' });
  const script = spyIn(repository.directory, 'spy.sh', 'filter');
  const canary = join(repository.directory, '../canary');
  repository.write({ 'gitops/a.yaml': 'a: 2\n' });

  repository.git('config', 'filter.spy.clean', script);
  rmSync(canary, { force: true });
  await readAll(repository.directory);
  expect(existsSync(canary)).toBe(false);

  const before = { ...process.env };
  const own = join(repository.directory, '../own-config');
  writeFileSync(own, `[filter "spy"]\n\tclean = ${script}\n`);
  process.env['GIT_CONFIG_GLOBAL'] = own;
  try {
    await readAll(repository.directory);
    expect(existsSync(canary)).toBe(true);
  } finally {
    delete process.env['GIT_CONFIG_GLOBAL'];
    Object.assign(process.env, before);
  }
});

/** A command that notes that it ran, and fails. */
function spyIn(directory: string, name: string, word: string): string {
  const script = join(directory, '..', name);
  writeFileSync(script, `#!/bin/sh\necho '${word}' >> ${join(directory, '../canary')}\nexit 1\n`);
  chmodSync(script, 0o755);
  return script;
}

function valueFor(key: string, script: string, directory: string): string {
  if (/^protocol/.test(key)) return 'always';
  if (key === 'core.hooksPath') return join(directory, '..');
  if (/^include/.test(key)) {
    const included = join(directory, '../included');
    writeFileSync(included, `[remote "origin"]\n\tuploadpack = ${script}\n[filter "spy"]\n\tclean = ${script}\n`);
    return included;
  }
  return /^(submodule|alias|credential)/.test(key) ? `!${script}` : script;
}

/** What the reading verbs do; what cannot be read does not matter here. */
async function readAll(directory: string): Promise<void> {
  const repository = await openRepository(directory).catch(() => undefined);
  // A setting that git cannot read.
  if (repository === undefined) return;
  const steps = [
    () => repository.resolve('HEAD'),
    () => repository.resolve('1234567'),
    () => repository.describeClone(),
    () => repository.tag('v1'),
    () => repository.refs(),
    () => repository.readTree('HEAD', '', { onProblem: () => undefined }),
    () => repository.readWorkingTree('', { onProblem: () => undefined }),
    () => repository.changedPaths(''),
    () => repository.changedAmong(['gitops/a.yaml']),
    () => repository.isAncestor('HEAD', 'HEAD'),
    () => repository.listRemote('origin'),
  ];
  for (const step of steps)
    try {
      await step();
    } catch {
      // A remote that does not answer, a setting that git cannot read.
    }
}
