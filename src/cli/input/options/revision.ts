import { declareOptions } from '../../command/declare-options.js';
import { collect } from './collect.js';
import { engineTimeoutOption } from './engine-timeout.js';

/** Where the repository is. */
export const repositoryOptions = declareOptions('source', {
  repository: {
    flags: '-C, --repository <dir>',
    help: 'the Git repository, or a folder in it',
    default: '.',
  },
  outputDir: {
    flags: '--output-dir <dir>',
    help: "the output folder in the repository (default: 'gitops', in a project in a sub-folder the one there)",
  },
});

/** What is read of it, and what renders it. */
export const revisionOptions = {
  ...declareOptions('source', {
    revision: {
      flags: '-r, --revision <revision>',
      help: 'commit, branch or tag to read; nothing is checked out (default: HEAD)',
      common: true,
      engine: 'revision',
    },
    worktree: {
      flags: '--worktree',
      help: 'read the files as they are on disk, committed or not',
      common: true,
      conflicts: 'revision',
      engine: 'worktree',
    },
  }),
  ...repositoryOptions,
  ...declareOptions('source', {
    clusters: {
      flags: '--clusters <file>',
      help: 'for ApplicationSets: clusters that are not in Git, as Argo CD cluster Secrets or a list of name, server, labels',
    },
    parameters: {
      flags: '--parameters <file>',
      help: 'for ApplicationSets: recorded results of generators that ask other services, such as pullRequest',
    },
    argocdSettings: {
      flags: '--argocd-settings <file>',
      help: 'what Git does not have of Argo CD: its ConfigMap argocd-cm, AppProjects, cluster Secrets, or values of the chart argo-cd; repeatable',
      parse: collect,
    },
    repositoryUrl: {
      flags: '--repository-url <url>',
      help: 'another URL of this repository, such as that of a mirror or a fork: its sources are the files here; repeatable',
      parse: collectUrl,
    },
    repositories: {
      flags: '--repositories <file>',
      help: "credentials for other Git repositories and for registries, as Argo CD's repository Secrets",
    },
    offline: {
      flags: '--offline',
      help: 'fetch nothing: use the cache, and what a branch or range resolved to last',
    },
    engine: {
      flags: '--engine <engine>',
      help: 'wasm: kustomize and helm as they are built in; native: those on PATH',
      choices: ['wasm', 'native'],
    },
  }),
  ...engineTimeoutOption,
};

/** An address may have a comma. */
function collectUrl(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
