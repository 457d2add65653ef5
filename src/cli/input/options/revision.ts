import { type Command, Option } from 'commander';
import { type EngineTimeoutOption, withEngineTimeout } from './engine-timeout.js';

/** Where the desired state comes from and how clusters are reached. */
export interface RevisionOptions extends EngineTimeoutOption {
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly clusters?: string;
  readonly parameters?: string;
  readonly repositories?: string;
  readonly offline?: boolean;
  readonly engine?: 'wasm' | 'native';
  readonly repository: string;
  readonly outputDir?: string;
  readonly access?: string;
  readonly kubeconfig?: string;
  readonly allowSharedCluster?: boolean;
  readonly inventoryNamespace?: string;
}

export function withRevision(command: Command): Command {
  const options = command
    .option('-r, --revision <revision>', 'commit, branch or tag to read; nothing is checked out (default: HEAD)')
    .addOption(new Option('--worktree', 'read the files as they are on disk, committed or not').conflicts('revision'))
    .option(
      '--clusters <file>',
      'for ApplicationSets: clusters that are not in Git, as Argo CD cluster Secrets or a list of name, server, labels',
    )
    .option(
      '--parameters <file>',
      'for ApplicationSets: recorded results of generators that ask other services, such as pullRequest',
    )
    .option(
      '--repositories <file>',
      "credentials for other Git repositories and for registries, as Argo CD's repository Secrets",
    )
    .option('--offline', 'fetch nothing: what is cached counts, and what a branch or range stood for last')
    .addOption(
      new Option('--engine <engine>', 'wasm: kustomize and helm as they are built in; native: those on PATH').choices([
        'wasm',
        'native',
      ]),
    );
  return withEngineTimeout(options);
}

export function withRepository(command: Command): Command {
  return command
    .option('-C, --repository <dir>', 'the Git repository, or a folder in it', '.')
    .option(
      '--output-dir <dir>',
      "the output folder in the repository (default: 'gitops', in a project in a sub-folder the one there)",
    );
}

/** For commands that ask no cluster but that of Argo CD, when the access file names it. */
export function withRegistry(command: Command): Command {
  return command
    .option(
      '--access <file>',
      "YAML file that says with 'argocd' whose cluster Secrets are the clusters that are not in Git",
    )
    .option(
      '--kubeconfig <file>',
      'kubeconfig with the context of that Argo CD (default: KUBECONFIG, then ~/.kube/config)',
    );
}

export function withAccess(command: Command): Command {
  return command
    .option('--access <file>', 'YAML file that says how clusters are reached: cluster name to kubeconfig and context')
    .option(
      '--kubeconfig <file>',
      'kubeconfig with the contexts of clusters (default: KUBECONFIG, then ~/.kube/config)',
    )
    .option('--allow-shared-cluster', 'let several Clusters of the repository be one and the same cluster')
    .option(
      '--inventory-namespace <name>',
      "namespace of inventories and locks in each cluster (default: 'gitops-system')",
    );
}
