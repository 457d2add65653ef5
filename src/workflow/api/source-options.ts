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
   * Ask no server. A branch, tag or range then has its last known revision, and a source that is not cached
   * is an error. Default: false.
   */
  readonly offline?: boolean;
  /** For one question to a server, in milliseconds in which this process was awake. Default: 120,000. */
  readonly timeoutMs?: number;
}

/** Something that a person should know and that is not a problem. */
export interface Notice {
  /**
   * `app-of-apps`: a folder was built as one to which no Argo Application refers; `offline-revision`: the
   * last known revision of a branch, tag or range was used; `engine-version`: a command of this machine is
   * not the version of Argo CD; `missing-content`: the clone lacks the content of files that may have Argo CD
   * resources; `other-url`: a source may be this repository under another URL; `unread-folder`: folders are
   * built into Argo CD resources, and no Argo Application refers to them; `argocd-settings`: where the
   * settings of Argo CD come from, or that a running one does not allow to read them.
   */
  readonly kind:
    | 'app-of-apps'
    | 'argocd-settings'
    | 'engine-version'
    | 'missing-content'
    | 'offline-revision'
    | 'other-url'
    | 'unread-folder';
  readonly message: string;
}
