/** What a policy of a role is about, and what may be done with it. */
export interface ProjectActions {
  readonly applications: ApplicationAction;
  readonly applicationsets: 'get' | 'create' | 'update' | 'delete' | '*';
  readonly logs: 'get' | '*';
  readonly exec: 'create' | '*';
  readonly clusters: 'get' | 'create' | 'update' | 'delete' | '*';
  readonly repositories: 'get' | 'create' | 'update' | 'delete' | '*';
}

/** What may be done with an Argo Application. */
export type ApplicationAction =
  | 'get'
  | 'create'
  | 'update'
  | 'delete'
  | 'sync'
  | 'override'
  | '*'
  /** A resource action, such as `action/apps/Deployment/restart`. */
  | `action/${string}`
  /** An object of an Argo Application, such as `delete/*\/Pod/*\/*`. */
  | `update/${string}`
  | `delete/${string}`;

/** A policy about one kind of resource. */
export interface ProjectPolicyOf<Resource extends keyof ProjectActions> {
  readonly resource: Resource;
  readonly actions: readonly ProjectActions[Resource][];
  /**
   * Patterns of what it is about, without the project: names of Argo Applications, or of what the resource
   * is. `*` is any text. @default everything in the project
   */
  readonly objects?: readonly string[];
  /** `deny` wins over `allow`. @default allow */
  readonly effect?: 'allow' | 'deny';
}

/**
 * What a role of an AppProject may do.
 *
 * @example
 * const policy: ProjectPolicy = { resource: 'applications', actions: ['get', 'sync'], objects: ['*-dev'] };
 */
export type ProjectPolicy = {
  readonly [Resource in keyof ProjectActions]: ProjectPolicyOf<Resource>;
}[keyof ProjectActions];

/**
 * A role of an AppProject.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#project-roles
 */
export interface ProjectRole {
  /** Unique in the project. */
  readonly name: string;
  readonly description?: string;
  /** Groups of the identity provider whose members have the role. */
  readonly groups?: readonly string[];
  /** @default it may do nothing */
  readonly policies?: readonly ProjectPolicy[];
  /** Tokens that Argo CD made for the role: it does not know a token that is not listed. Times in seconds. */
  readonly jwtTokens?: readonly { readonly iat: number; readonly exp?: number; readonly id?: string }[];
}
