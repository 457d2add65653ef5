/**
 * The codes of this version. The prefix is the layer that noticed the problem. Codes are API: added, never
 * renamed; `docs/errors.md` lists them. Sorted.
 */
export type KnownErrorCode =
  | 'ARGOCD_INVALID_APPLICATIONSET'
  | 'ARGOCD_INVALID_CLUSTER'
  | 'ARGOCD_INVALID_CUSTOMIZATION'
  | 'ARGOCD_INVALID_PARAMETERS'
  | 'ARGOCD_INVALID_PROJECT'
  | 'ARGOCD_INVALID_REPOSITORY'
  | 'ARGOCD_INVALID_SETTINGS'
  | 'ARGOCD_INVALID_WINDOW'
  | 'CLI_FILE_NOT_FOUND'
  | 'CLI_FILE_NOT_WRITABLE'
  | 'CLI_FOLDER_NOT_EMPTY'
  | 'CLI_LOAD_FAILED'
  | 'CLI_NO_REPOSITORY'
  | 'CLI_USAGE'
  | 'CLUSTER_ACCESS_INVALID'
  | 'CLUSTER_ACCESS_MISSING'
  | 'CLUSTER_ARGOCD_OWNS'
  | 'CLUSTER_CONFLICT'
  | 'CLUSTER_CONFLICT_RULE'
  | 'CLUSTER_CREDENTIALS_FAILED'
  | 'CLUSTER_DUPLICATE_OBJECT'
  | 'CLUSTER_FIELD_CONFLICT'
  | 'CLUSTER_FORBIDDEN'
  | 'CLUSTER_GONE'
  | 'CLUSTER_GROUP_UNAVAILABLE'
  | 'CLUSTER_HEALTH_RULES_INVALID'
  | 'CLUSTER_HOOK_FAILED'
  | 'CLUSTER_IMMUTABLE'
  | 'CLUSTER_INVALID'
  | 'CLUSTER_INVENTORY_BROKEN'
  | 'CLUSTER_INVENTORY_FOREIGN'
  | 'CLUSTER_IN_THE_WAY'
  | 'CLUSTER_LOCKED'
  | 'CLUSTER_NAMESPACE_MISSING'
  | 'CLUSTER_NOT_FOUND'
  | 'CLUSTER_NOT_OURS'
  | 'CLUSTER_PRUNE_EMPTY'
  | 'CLUSTER_PRUNE_LIMIT'
  | 'CLUSTER_SERVER_ERROR'
  | 'CLUSTER_SHARED_OBJECT'
  | 'CLUSTER_TERMINATING'
  | 'CLUSTER_THROTTLED'
  | 'CLUSTER_UNAUTHORIZED'
  | 'CLUSTER_UNKNOWN_KIND'
  | 'CLUSTER_UNREACHABLE'
  | 'CLUSTER_WRONG_CLUSTER'
  | 'ENGINE_CEL_FAILED'
  | 'ENGINE_CLOSED'
  | 'ENGINE_CRD_FAILED'
  | 'ENGINE_FAILED'
  | 'ENGINE_HELM_FAILED'
  | 'ENGINE_JQ_FAILED'
  | 'ENGINE_JSONNET_FAILED'
  | 'ENGINE_KUSTOMIZE_FAILED'
  | 'ENGINE_MISSING'
  | 'ENGINE_TEMPLATE_FAILED'
  | 'ENGINE_TIMEOUT'
  | 'FILES_CLAIMED_TWICE'
  | 'FILES_FOREIGN'
  | 'FILES_HAND_EDITED'
  | 'FILES_INVALID_OWNERSHIP'
  | 'FILES_PATH_CLASH'
  | 'FILES_UNSAFE_PATH'
  | 'GIT_BUSY'
  | 'GIT_COMMIT_RACE'
  | 'GIT_FAILED'
  | 'GIT_FOLDER_NOT_FOUND'
  | 'GIT_IDENTITY_MISSING'
  | 'GIT_IGNORED'
  | 'GIT_LOCKED'
  | 'GIT_NEEDS_NATIVE'
  | 'GIT_NO_COMMITS'
  | 'GIT_NO_REPOSITORY'
  | 'GIT_NO_WORKING_TREE'
  | 'GIT_OBJECT_MISSING'
  | 'GIT_OUTPUT_BLOCKED'
  | 'GIT_OUTPUT_INTERRUPTED'
  | 'GIT_OUTPUT_LOCKED'
  | 'GIT_OUTPUT_NOT_WRITABLE'
  | 'GIT_REMOTE_FAILED'
  | 'GIT_REVISION_AMBIGUOUS'
  | 'GIT_REVISION_NOT_FOUND'
  | 'GIT_SIGNING_FAILED'
  | 'GIT_SOURCES_UNCOMMITTED'
  | 'GIT_TOO_LARGE'
  | 'GIT_UNSAFE_OWNER'
  | 'GIT_UNSUPPORTED_FILE'
  | 'HOST_INVALID_PROXY'
  | 'INTERRUPTED'
  | 'LOCAL_ASSETS_INVALID'
  | 'LOCAL_BUILD_FAILED'
  | 'LOCAL_CLUSTER_NOT_FOUND'
  | 'LOCAL_DOWNLOAD_FAILED'
  | 'LOCAL_GO_MISSING'
  | 'LOCAL_INVALID_INPUT'
  | 'LOCAL_SOURCES_MISSING'
  | 'LOCAL_START_FAILED'
  | 'LOCAL_STATE_UNUSABLE'
  | 'LOCAL_STOP_FAILED'
  | 'LOCAL_UNSUPPORTED'
  | 'MANIFEST_INVALID_OBJECT'
  | 'MANIFEST_INVALID_YAML'
  | 'MODEL_DUPLICATE'
  | 'MODEL_FOREIGN_CONSTRUCT'
  | 'MODEL_INVALID_NAME'
  | 'MODEL_INVALID_PATCH'
  | 'MODEL_INVALID_PINS'
  | 'MODEL_INVALID_VALUE'
  | 'MODEL_RESOURCES_FAILED'
  | 'REGISTRY_FAILED'
  | 'REGISTRY_INVALID'
  | 'REGISTRY_NOT_FOUND'
  | 'RENDER_APPLICATION_CYCLE'
  | 'RENDER_APPLICATION_IN_TWO_FOLDERS'
  | 'RENDER_DUPLICATE_APPLICATION'
  | 'RENDER_DUPLICATE_OBJECT'
  | 'RENDER_INVALID_APPLICATION'
  | 'RENDER_PATH_MISSING'
  | 'RENDER_TOO_LARGE'
  | 'RENDER_UNSUPPORTED'
  | 'SEVERAL_PROBLEMS'
  | 'SYNTH_CLAIMED_TWICE'
  | 'SYNTH_DUPLICATE_OBJECT'
  | 'SYNTH_GENERATE_NAME'
  | 'SYNTH_INVALID_OBJECT'
  | 'SYNTH_NAMESPACE_MOVED'
  | 'SYNTH_NAME_TOO_LONG'
  | 'SYNTH_NOT_PROVED'
  | 'SYNTH_NO_REPOSITORY'
  | 'SYNTH_SECRET'
  | 'SYNTH_VANISHED'
  | 'WORKFLOW_APPLICATIONS_VANISH'
  | 'WORKFLOW_ARGOCD_DELIVERS'
  | 'WORKFLOW_BASELINE_INVALID'
  | 'WORKFLOW_CLUSTER_UNKNOWN'
  | 'WORKFLOW_IMPERSONATION_MISSING'
  | 'WORKFLOW_NAMESPACE_UNMANAGED'
  | 'WORKFLOW_NOTHING_FOUND'
  | 'WORKFLOW_NOTHING_SELECTED'
  | 'WORKFLOW_NOT_SYNCED'
  | 'WORKFLOW_OFFLINE'
  | 'WORKFLOW_OLDER_REVISION'
  | 'WORKFLOW_OUTPUT_DIRTY'
  | 'WORKFLOW_PLAN_CHANGED'
  | 'WORKFLOW_PLAN_EXPIRED'
  | 'WORKFLOW_PLAN_INVALID'
  | 'WORKFLOW_PROJECT_FORBIDDEN'
  | 'WORKFLOW_PROJECT_UNKNOWN'
  | 'WORKFLOW_REVERT_REFUSED'
  | 'WORKFLOW_WINDOW_CLOSED';

/**
 * What went wrong, as a stable name. A later version may have other codes, so that a `switch` over them needs
 * a default.
 */
export type ErrorCode = KnownErrorCode | (string & Record<never, never>);

/** A place in somebody's file. */
export interface SourceLocation {
  /** Path as the user would open it: relative to the working directory where possible. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** Where an error happened and what helps; every part is optional. */
export interface GitopsErrorContext {
  /** The next action, as an imperative sentence. Never a secret. */
  readonly hint?: string;
  /** Path of the construct, such as `guestbook/prod`. */
  readonly constructPath?: string;
  /** The Kubernetes object, such as `Deployment shop/web`. */
  readonly object?: string;
  /** The Argo Application and the cluster that it is about, by name; both or none. */
  readonly application?: string;
  readonly cluster?: string;
  /** The line of the user's code or file. */
  readonly source?: SourceLocation;
  /** Plain data for programs, such as an HTTP status. Never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** What {@link GitopsError.with} says differently. What is absent or undefined stays. */
export interface GitopsErrorChange extends Omit<GitopsErrorContext, 'cause'> {
  readonly code?: KnownErrorCode;
  readonly message?: string;
}

const BRAND = Symbol.for('cdk8s-gitops.GitopsError');

/** All that a reader sees of it. */
function tellingOf({ code, message, hint, constructPath, object, application, cluster, source }: GitopsError): string {
  return JSON.stringify([code, message, hint, constructPath, object, application, cluster, source]);
}

/**
 * The one error class of this package: callers branch on `code`.
 *
 * `message` says what failed with the value in quotes, in one line without a full stop; `hint` says what to
 * do next.
 */
export class GitopsError extends Error {
  /** Recognises errors of any loaded copy of this package, unlike `instanceof`. */
  static is(value: unknown): value is GitopsError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /**
   * One error for all problems of a run: the only one itself, otherwise `SEVERAL_PROBLEMS` with each under
   * `problems`. A problem that several met in the same words is one.
   */
  static all(problems: readonly GitopsError[]): GitopsError {
    const flat = [
      ...new Map(problems.flatMap(GitopsError.each).map((problem) => [tellingOf(problem), problem])).values(),
    ];
    if (flat.length === 1) return flat[0]!;
    const error = new GitopsError('SEVERAL_PROBLEMS', `${flat.length} problems found`);
    Object.defineProperty(error, 'problems', { value: Object.freeze(flat), enumerable: true });
    return error;
  }

  /** The single problems of an error: itself, or those of a `SEVERAL_PROBLEMS`. */
  static each(this: void, error: GitopsError): readonly GitopsError[] {
    return error.problems.length > 0 ? error.problems : [error];
  }

  /** Throws all problems as one error; does nothing when there is none. */
  static throwAll(problems: readonly GitopsError[]): void {
    if (problems.length > 0) throw GitopsError.all(problems);
  }

  /**
   * This error with something added or said differently: the one way to add to an error. Everything else
   * stays, and this error becomes the cause. Of a `SEVERAL_PROBLEMS` each problem is changed.
   *
   * @example
   * ```ts
   * const error = new GitopsError('MODEL_INVALID_VALUE', "'x' is not a name");
   * throw error.with({ message: `overlay 'prod': ${error.message}`, source: { file: 'environments/prod.ts' } });
   * throw error.with(({ message, source }) => ({ message: `overlay 'prod': ${message}`, source: source ?? { file: 'apps/x.ts' } }));
   * ```
   */
  with(change: GitopsErrorChange | ((error: GitopsError) => GitopsErrorChange)): GitopsError {
    if (this.problems.length > 0) return GitopsError.all(this.problems.map((problem) => problem.with(change)));
    const { code, message, ...context } = typeof change === 'function' ? change(this) : change;
    return new GitopsError(code ?? (this.code as KnownErrorCode), message ?? this.message, {
      hint: context.hint ?? this.hint,
      constructPath: context.constructPath ?? this.constructPath,
      object: context.object ?? this.object,
      application: context.application ?? this.application,
      cluster: context.cluster ?? this.cluster,
      source: context.source ?? this.source,
      data: context.data ?? this.data,
      cause: this,
    });
  }

  override readonly name = 'GitopsError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly constructPath: string | undefined;
  readonly object: string | undefined;
  readonly application: string | undefined;
  readonly cluster: string | undefined;
  readonly source: SourceLocation | undefined;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** The single problems when `code` is `SEVERAL_PROBLEMS`, otherwise empty. */
  readonly problems: readonly GitopsError[] = [];

  constructor(code: KnownErrorCode, message: string, context: GitopsErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.hint = context.hint;
    this.constructPath = context.constructPath;
    this.object = context.object;
    this.application = context.application;
    this.cluster = context.cluster;
    this.source = context.source;
    this.data = context.data;
    Object.defineProperty(this, BRAND, { value: true });
  }
}
