import { Command, Option } from 'commander';
import { addOptions } from '../../../../src/cli/command/add-options.js';
import type { CliOptions } from '../../../../src/cli/command/option.js';
import { clusterOptions } from '../../../../src/cli/input/options/cluster-options.js';
import { repositoryOptions } from '../../../../src/cli/input/options/revision.js';
import { complete } from '../../../../src/cli/verbs/completion/complete.js';
import { temporaryFolder } from '../../temporary-folder.js';

const program = new Command('gitops')
  .option('--quiet')
  .addOption(new Option('--color <when>').choices(['always', 'never']));
program.addCommand(withOptions('sync', clusterOptions));
program.addCommand(withOptions('render', repositoryOptions).argument('[target]').option('--all'));
program.addCommand(new Command('status'));
program.addCommand(new Command('local').addCommand(new Command('up')).addCommand(new Command('down')));

const repository = temporaryFolder({
  'gitops/applications/prod/guestbook-prod.yaml': '',
  'gitops/applications/dev/guestbook-dev.yaml': '',
  'gitops/apps/guestbook/base/kustomization.yaml': '',
  'gitops/clusters/prod-eu.yaml': '',
  'gitops/clusters/$(reboot).yaml': '',
  'src/deep/file.ts': '',
});

function withOptions(name: string, options: CliOptions): Command {
  const command = new Command(name);
  addOptions(command, options);
  return command;
}

describe('complete', () => {
  test.each([
    { case: 'commands', words: ['s'], expected: ['status', 'sync'] },
    { case: 'commands of commands', words: ['local', ''], expected: ['down', 'up'] },
    {
      case: 'options, global ones too',
      words: ['sync', '--re'],
      expected: ['--repositories', '--repository', '--repository-url', '--revision'],
    },
    { case: 'global options', words: ['sync', '--q'], expected: ['--quiet'] },
    { case: 'environments', words: ['sync', '--environment', ''], expected: ['dev', 'prod'] },
    { case: 'environments by the short option', words: ['sync', '-e', 'p'], expected: ['prod'] },
    {
      case: 'applications and Argo Applications',
      words: ['sync', '--application', 'guestbook'],
      expected: ['guestbook', 'guestbook-dev', 'guestbook-prod'],
    },
    { case: 'what render takes', words: ['render', ''], expected: ['guestbook-dev', 'guestbook-prod'] },
    {
      case: 'the beginning of what render takes',
      words: ['render', '--all', 'guestbook-p'],
      expected: ['guestbook-prod'],
    },
    {
      case: 'nothing of another repository',
      words: ['render', '-C', 'src', '--output-dir', 'elsewhere', ''],
      expected: [],
    },
    { case: 'clusters', words: ['sync', '--cluster', ''], expected: ['prod-eu'] },
    { case: 'choices', words: ['sync', '--output', ''], expected: ['json', 'text', 'wide'] },
    {
      case: 'the rest of a list, without what it has',
      words: ['sync', '--environment', 'dev,'],
      expected: ['dev,prod'],
    },
    { case: 'values behind an equals sign', words: ['sync', '--environment=p'], expected: ['--environment=prod'] },
    {
      case: 'values behind an equals sign that is a word, as in bash',
      words: ['sync', '--environment', '=', 'p'],
      expected: ['prod'],
    },
    { case: 'all values behind an equals sign', words: ['sync', '--output', '='], expected: ['json', 'text', 'wide'] },
    { case: 'values of global options', words: ['--color', 'n'], expected: ['never'] },
    {
      case: 'names of the repository that an option names',
      words: ['sync', '--repository=src/../.', '-c', ''],
      expected: ['prod-eu'],
    },
    { case: 'nothing where a free value is awaited', words: ['sync', '--revision', ''], expected: [] },
  ])('completes $case', ({ words, expected }) => {
    expect(complete(program, words, repository)).toEqual(expected);
  });

  test('finds the output from a folder inside the repository', () => {
    expect(complete(program, ['sync', '-c', ''], `${repository}/src/deep`)).toEqual(['prod-eu']);
  });

  test('has no names outside a repository', () => {
    expect(complete(program, ['sync', '-c', ''], temporaryFolder())).toEqual([]);
  });
});
