import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { lookUntil } from './look-until.js';
import { ARGOCD_PAGE, type PageCommand, PRINTED, pageCommands, pageSettings } from './page-commands.js';
import { type RootOptions, readApplications, refreshAll } from './root-on-argocd.js';

export interface RunPageOptions {
  readonly rig: RootOptions;
  /** Path of the `argocd` command. */
  readonly cli: string;
  /** Empty; the commands are typed here. */
  readonly directory: string;
  /** What was committed, by path below the output folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Commits these in its place. */
  readonly commit: (files: ReadonlyMap<string, string>) => void;
}

/** Long enough on a busy machine, and never waited for when Argo CD is done. */
const LOOKS = 3000;
const REFRESH_EVERY_MS = 10_000;
/** The Argo Application that leaves Git. */
const LEAVING = 'guestbook-staging';

/**
 * Types the commands of `docs/with-argocd.md` one after the other, as a person with a login to Argo CD does.
 *
 * @returns what is not as the page says
 */
export async function runPage(options: RunPageOptions): Promise<string | undefined> {
  prepare(options);
  for (const command of pageCommands(ARGOCD_PAGE)) {
    await before(command.text, options);
    const problem = judge(command, await withRefreshes(options, type(command.text, options)));
    if (problem !== undefined) return problem;
  }
  const names = (await readApplications(options.rig.client)).map(({ metadata }) => metadata.name);
  return names.includes(LEAVING) ? `'${LEAVING}' was not pruned` : undefined;
}

function prepare({ directory, files, rig, cli }: RunPageOptions): void {
  for (const [path, text] of files) {
    const file = join(directory, 'gitops', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(directory, 'argocd-cm.yaml'), pageSettings(ARGOCD_PAGE));
  for (const name of ['bin', 'home']) mkdirSync(join(directory, name));
  symlinkSync(rig.kubectl, join(directory, 'bin/kubectl'));
  symlinkSync(cli, join(directory, 'bin/argocd'));
}

/** What a person does, or waits for, between two commands of the page. */
async function before(command: string, { rig, files, commit }: RunPageOptions): Promise<void> {
  if (command === 'kubectl get applications -n argocd')
    await lookUntil(() => readApplications(rig.client), {
      isDone: (all) =>
        all.some(({ metadata, status }) => metadata.name === 'guestbook-dev' && status?.sync?.status === 'OutOfSync'),
      looks: LOOKS,
    });
  if (command === 'argocd app diff root --refresh')
    commit(new Map([...files].filter(([path]) => !path.endsWith(`/${LEAVING}.yaml`))));
}

interface Answer {
  readonly exitCode: number;
  readonly printed: string;
}

/** @returns why the answer is not what the page says */
export function judge({ text, exitCode }: PageCommand, answer: Answer): string | undefined {
  const shows = PRINTED[text];
  if (shows === undefined) return `'${text}' has no row in page-commands.ts`;
  if (answer.exitCode === exitCode && shows.test(answer.printed)) return undefined;
  return `$ ${text}\n${answer.printed}\nexit ${answer.exitCode}; expected ${exitCode} and ${String(shows)}`;
}

/**
 * `argocd app sync` waits for the next comparison when it misses the last one. An installed Argo CD compares
 * every three minutes; this one compares every hour, so that nothing but its events counts.
 */
async function withRefreshes<T>({ rig }: RunPageOptions, work: Promise<T>): Promise<T> {
  let times = 0;
  const refresh = async () => refreshAll(rig.client, await readApplications(rig.client), ++times);
  const timer = setInterval(() => void refresh().catch(() => undefined), REFRESH_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Not synchronous: Argo CD reads the repository from this process. */
function type(command: string, { directory, rig }: RunPageOptions): Promise<Answer> {
  const env = {
    PATH: [join(directory, 'bin'), '/usr/bin', '/bin'].join(delimiter),
    HOME: join(directory, 'home'),
    KUBECONFIG: rig.kubeconfig,
    // what `argocd login` leaves behind
    ARGOCD_OPTS: `--server ${new URL(rig.argocd).host} --plaintext`,
  };
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { cwd: directory, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), printed: `${stdout}${stderr}` }),
    );
  });
}
