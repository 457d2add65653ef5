import { DIRECTORY } from './directory-kind.js';
import type { DirectoryOptions } from './directory-options.js';
import { HELM } from './helm-kind.js';
import type { HelmOptions } from './helm-options.js';
import { KUSTOMIZE } from './kustomize-kind.js';
import type { KustomizeOptions } from './kustomize-options.js';
import { ObjectSource } from './object-source.js';
import { PLUGIN } from './plugin-kind.js';
import type { PluginOptions } from './plugin-options.js';
import type { ChartReference, FolderReference, GitRepositoryProps } from './references.js';
import { SourceFile } from './source-file.js';

/**
 * A source of an Argo Application. `Source.git` and `Source.here` lend files to charts: value files and file
 * parameters. The others have objects, for the prop `sources`. The AppProject permits their repositories.
 *
 * @example
 * const settings = Source.git({ repository: 'https://git.example.com/team/settings.git', revision: 'v3' });
 * new HelmApplication(repository, 'search', {
 *   chart: { repository: 'https://charts.example.com', name: 'search', version: '2.1.0' },
 *   valueFiles: [settings.file('search/values.yaml'), Source.here().file('settings/search.yaml')],
 *   sources: [Source.directory({ from: { path: 'search-dashboards' } })],
 * });
 */
export class Source {
  /** Another Git repository. */
  static git({ repository, revision }: GitRepositoryProps): Source {
    return new Source({ repository, revision });
  }

  /** This repository, at the revision of the Argo Application. */
  static here(): Source {
    return new Source(undefined);
  }

  /** Objects of one more chart. Its values are in the Argo Application. */
  static helm<Values extends object = Readonly<Record<string, unknown>>>(
    props: HelmOptions<Values> & { readonly chart: ChartReference },
  ): ObjectSource {
    return new ObjectSource(HELM, props);
  }

  /** Objects of one more kustomization. */
  static kustomize(props: KustomizeOptions & { readonly from: FolderReference }): ObjectSource {
    return new ObjectSource(KUSTOMIZE, props);
  }

  /** Objects of one more folder of manifests. */
  static directory(props: DirectoryOptions & { readonly from: FolderReference }): ObjectSource {
    return new ObjectSource(DIRECTORY, props);
  }

  /** Objects that a plugin makes. */
  static plugin(props: PluginOptions & { readonly from: FolderReference }): ObjectSource {
    return new ObjectSource(PLUGIN, props);
  }

  readonly #repository: GitRepositoryProps | undefined;

  private constructor(repository: GitRepositoryProps | undefined) {
    this.#repository = repository;
  }

  /** A file, by its path from the top of the repository. */
  file(path: string): SourceFile {
    return new SourceFile(path, this.#repository);
  }
}
