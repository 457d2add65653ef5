import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitEnvironment } from '../../host/git-environment.js';
import { runCommand } from '../../host/run-command.js';
import { NO_LAZY_FETCH } from './no-lazy-fetch.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings that name a command which git may run while it reads: it fetches what a partial clone lacks, asks
 * a remote, or compares a file with HEAD. With each is the value that runs nothing, or what git runs anyway.
 *
 * @see https://git-scm.com/docs/git-config
 */
const COMMANDS: readonly (readonly [key: RegExp, instead: string])[] = [
  [/^filter\..*\.(?:clean|smudge|process)$/s, ''],
  [/^filter\..*\.required$/s, 'false'],
  [/^credential\.(?:.*\.)?helper$/s, ''],
  [/^core\.sshcommand$/, 'ssh'],
  [/^core\.askpass$/, ''],
  [/^core\.alternaterefscommand$/, 'true'],
  [/^core\.gitproxy$/, ''],
  [/^protocol\.(?:.*\.)?allow$/s, 'never'],
];
/** Of several values git takes the first, so that nothing overrides it: then nothing is fetched at all. */
const TRANSPORTS = /^remote\..*\.(?:uploadpack|receivepack|vcs)$/s;
/** Where a file of settings has none of these words, git is not asked. */
const MENTION =
  /include|worktreeconfig|filter|uploadpack|receivepack|vcs|credential|sshcommand|askpass|alternaterefs|gitproxy|protocol/i;

/**
 * The environment in which git runs none of the commands that the configuration of a repository names
 * (`.git/config`, what it includes, that of a linked worktree): each is overridden, by the value of the
 * user's own configuration where that has one.
 *
 * Overridden by variables: a flag `-c name=value` cannot name a setting that has `=` in it.
 */
export async function withoutOwnCommands(directory: string): Promise<Environment> {
  const environment = gitEnvironment();
  if (!(await mayNameCommands(directory))) return environment;
  const answer = await runCommand({
    command: 'git',
    args: ['config', '--list', '--show-scope', '-z'],
    directory,
    environment,
  });
  // Where git cannot read its settings, the command itself says why.
  if ('why' in answer || answer.code !== 0) return environment;
  return { ...environment, ...overriding(parseSettings(answer.stdout.toString('utf8')), environment) };
}

interface Setting {
  readonly scope: string;
  readonly key: string;
  readonly value: string;
}

function overriding(settings: readonly Setting[], environment: Environment): Environment {
  const users = settings.filter((one) => !isOwn(one));
  const own = new Set(settings.filter(isOwn).map(({ key }) => key));
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const added: (readonly [key: string, value: string])[] = [];
  const set = (key: string, value: string) => added.push([key, value]);
  for (const key of own) {
    const instead = COMMANDS.find(([pattern]) => pattern.test(key))?.[1];
    if (instead === undefined || /^credential\./.test(key)) continue;
    // The transport that runs any command is never allowed by a repository.
    if (/^protocol\./.test(key)) set('protocol.ext.allow', 'never');
    set(key, users.findLast((one) => one.key === key)?.value ?? instead);
  }
  if ([...own].some((key) => /^credential\.(?:.*\.)?helper$/s.test(key))) {
    // An empty value forgets all helpers before it.
    set('credential.helper', '');
    for (const { key, value } of users) if (/^credential\.(?:.*\.)?helper$/s.test(key)) set(key, value);
  }
  // Of several proxies git takes the first, so that no flag overrides it.
  const proxy = own.has('core.gitproxy') ? { GIT_PROXY_COMMAND: environment['GIT_PROXY_COMMAND'] ?? '' } : {};
  const variables = added.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  const transport = [...own].some((key) => TRANSPORTS.test(key)) ? NO_LAZY_FETCH : {};
  return { ...proxy, ...transport, ...Object.fromEntries(variables), GIT_CONFIG_COUNT: String(given + added.length) };
}

function isOwn({ scope }: Setting): boolean {
  return scope === 'local' || scope === 'worktree';
}

/** Pairs of a scope and `key<line feed>value`; a key alone means true. */
function parseSettings(text: string): readonly Setting[] {
  const fields = text.split('\0');
  const settings: Setting[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [key = '', ...value] = (fields[at + 1] ?? '').split('\n');
    settings.push({ scope: fields[at] ?? '', key, value: value.join('\n') });
  }
  return settings;
}

/** A linked worktree and a submodule have a file in the place of `.git`: git is asked for their settings. */
async function mayNameCommands(directory: string): Promise<boolean> {
  const place = await stat(join(directory, '.git')).catch(() => undefined);
  if (place?.isFile()) return true;
  const folder = place === undefined ? directory : join(directory, '.git');
  const settings = await readFile(join(folder, 'config'), 'utf8').catch(() => undefined);
  // Somewhere below the top of a repository.
  if (settings === undefined) return place !== undefined || !(await isEmptyOf(folder));
  return MENTION.test(settings);
}

/** A folder outside of any repository has no settings either, and asking costs a process only. */
async function isEmptyOf(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}
