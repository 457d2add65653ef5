import type { GivenFile } from './given-file.js';

/** How sources outside of the repository at hand are reached. */
export interface SourceOptions {
  /**
   * Argo CD's repository Secrets, with credentials. Default: those of git's own configuration, and of
   * `registryConfigs` for registries.
   */
  readonly repositories?: GivenFile;
  /**
   * `config.json` of docker, or files like it; the first with a user for a registry counts. The credential
   * helpers that they name are run. Default: none.
   */
  readonly registryConfigs?: readonly GivenFile[];
  /** For proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) and credential helpers. Default: none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Ask no server: what a branch, tag or range stood for last time counts, and what is not cached is an
   * error. Default: false.
   */
  readonly offline?: boolean;
  /** For one question to a server, in milliseconds in which this process was awake. Default: 120,000. */
  readonly timeoutMs?: number;
}

/** Something that a person should know and that is no problem. */
export interface Notice {
  /**
   * `app-of-apps`: a folder was built as one that no Argo Application names; `offline-revision`: what a
   * floating revision stood for the last time was used; `engine-version`: a command of this machine is not
   * the version that Argo CD has; `missing-content`: the clone lacks the content of files that may hold Argo CD
   * resources.
   */
  readonly kind: 'app-of-apps' | 'engine-version' | 'missing-content' | 'offline-revision';
  readonly message: string;
}
