import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { needs } from '../helpers/needs.js';

const REPOSITORY = temporaryFolder({
  'gitops/applications/dev/guestbook-dev.yaml': '',
  'gitops/applications/dev/$(touch injected).yaml': '',
  'gitops/applications/staging/guestbook-staging.yaml': '',
  'access.yaml': '',
});

/** The command line as typed, and what it is after Tab. */
const LINES = [
  ['gitops hist', 'gitops history'],
  ['gitops sync --environment=s', 'gitops sync --environment=staging'],
  ['gitops sync --environment dev,s', 'gitops sync --environment dev,staging'],
  ['gitops --color al', 'gitops --color always'],
  ['gitops sync --access acc', 'gitops sync --access access.yaml'],
] as const;

/**
 * Types each line into an interactive shell, presses Tab, and has the editor of the line say what stands
 * there.
 */
const ZSH = `
zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source <(gitops completion zsh); show() { print -r -- "[[$BUFFER]]" }; zle -N show; bindkey "^X" show; print READY'
zpty -r shell all "*READY*READY*" || exit 1
for typed in "$@"; do
  zpty -w -n shell "$typed"$'\\t\\x18'
  zpty -r shell all '*\\]\\]*' || exit 1
  print -r -- "\${\${all##*\\[\\[}%%\\]\\]*}"
  zpty -w -n shell $'\\x15'
done
zpty -d shell
`;

/** Candidates instead of lines: bash completes files by itself where there are none. */
const BASH = `
source <(gitops completion bash)
complete -p gitops
for typed in "$@"; do
  IFS=$'\\n' read -r -d '' -a COMP_WORDS < <(sed -E 's/ /\\n/g; s/=/\\n=\\n/' <<< "$typed")
  [[ $typed == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _gitops
  echo "\${COMPREPLY[*]}"
done
`;

const FISH = `
gitops completion fish | source
for typed in $argv
  echo "$typed|"(complete -C "$typed" | string join ' ')
end
`;

describe('completion in a real shell', () => {
  inShell('zsh')('zsh puts into the line what is the only candidate', () => {
    const lines = LINES.map(([typed]) => typed);

    expect(run('zsh', ['-f', '-c', ZSH, 'zsh', ...lines])).toEqual(LINES.map(([, completed]) => completed));
  });

  inShell('fish')('fish offers commands, options, names and, where nothing else is known, files', () => {
    expect(run('fish', ['--no-config', '-c', FISH, ...LINES.map(([typed]) => typed)])).toEqual([
      'gitops hist|history',
      'gitops sync --environment=s|--environment=staging',
      'gitops sync --environment dev,s|dev,staging',
      'gitops --color al|always',
      'gitops sync --access acc|access.yaml',
    ]);
  });

  test('bash offers the same, and leaves files to its own completion', () => {
    expect(run('bash', ['-c', BASH, 'bash', ...LINES.map(([typed]) => typed), 'gitops sync --environment='])).toEqual([
      'complete -o default -F _gitops gitops',
      'history',
      'staging',
      'dev,staging',
      'always',
      '',
      'dev staging',
    ]);
  });

  for (const { shell, argv } of [
    { shell: 'bash', argv: ['-c', BASH, 'bash', 'gitops sync --application '] },
    { shell: 'zsh', argv: ['-f', '-c', ZSH, 'zsh', 'gitops sync --application '] },
    { shell: 'fish', argv: ['--no-config', '-c', FISH, 'gitops sync --application '] },
  ]) {
    inShell(shell)(`a file whose name is a command of the shell runs nothing in ${shell}`, () => {
      expect(run(shell, argv).join(' ')).not.toContain('touch');
      expect(existsSync(join(REPOSITORY, 'injected'))).toBe(false);
    });
  }
});

function inShell(shell: string): jest.It {
  return needs(isInstalled(shell), `${shell} on PATH`).test;
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

function run(shell: string, argv: readonly string[]): readonly string[] {
  const out = execFileSync(shell, argv, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env: { ...process.env, PATH: pathWithGitops() },
  });
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trimEnd());
}

function pathWithGitops(): string {
  const folder = temporaryFolder({ gitops: `#!/bin/sh\nexec "${process.execPath}" "${commandUnderTest()}" "$@"\n` });
  chmodSync(join(folder, 'gitops'), 0o755);
  return `${folder}${delimiter}${process.env.PATH}`;
}
