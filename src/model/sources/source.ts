import type { GitRepositoryProps } from './references.js';
import { SourceFile } from './source-file.js';

/**
 * A repository that lends files to charts: value files and file parameters. Argo CD gets it as one more
 * source of the Argo Application, with a `ref`, and the AppProject permits it.
 *
 * @example
 * const settings = Source.git({ repository: 'https://git.example.com/team/settings.git', revision: 'v3' });
 * new HelmApplication(repository, 'search', {
 *   chart: { repository: 'https://charts.example.com', name: 'search', version: '2.1.0' },
 *   valueFiles: [settings.file('search/values.yaml'), Source.here().file('settings/search.yaml')],
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

  readonly #repository: GitRepositoryProps | undefined;

  private constructor(repository: GitRepositoryProps | undefined) {
    this.#repository = repository;
  }

  /** A file, by its path from the top of the repository. */
  file(path: string): SourceFile {
    return new SourceFile(path, this.#repository);
  }
}
