import { Construct } from 'constructs';
import type { ApplicationDestination } from '../argocd/application/application.js';
import type { GroupKind } from '../argocd/project/app-project.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { usableId } from './child.js';
import { plainData } from './plain-data.js';
import { Repository } from './repository.js';

/** What an AppProject allows beside what its Applications use. */
export interface AppProjectProps {
  readonly description?: string;
  /** Repositories beside this one. */
  readonly sourceRepos?: readonly string[];
  /** Destinations beside those its Applications use. */
  readonly destinations?: readonly ApplicationDestination[];
  /** Cluster-scoped kinds beside those its Applications use. */
  readonly clusterResourceWhitelist?: readonly GroupKind[];
  /** @default all namespaced kinds */
  readonly namespaceResourceWhitelist?: readonly GroupKind[];
  readonly namespaceResourceBlacklist?: readonly GroupKind[];
  readonly clusterResourceBlacklist?: readonly GroupKind[];
  /** Any other field of `spec`, exactly as Argo CD spells it: roles, syncWindows, orphanedResources, … */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/**
 * An Argo CD AppProject. What its Applications use is always allowed; props only add. A project that is
 * nowhere declared is derived all the same.
 *
 * @example
 * new AppProject(repository, 'shop', { description: 'The web shop', spec: { orphanedResources: { warn: true } } });
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export class AppProject extends Construct {
  static is(value: unknown): value is AppProject {
    return hasBrand(value, 'AppProject');
  }

  readonly id: string;
  /** @internal */
  readonly _props: AppProjectProps;
  /** @internal */
  readonly _site: CallSite;

  constructor(repository: Repository, id: string, props: AppProjectProps = {}) {
    const site = captureCallSite();
    const scope = Repository.of(repository)._folder('projects');
    super(scope, usableId(scope, id, { what: 'AppProject', site }));
    brand(this, 'AppProject');
    this.id = this.node.id;
    this._site = site;
    // plain data of the same shape, undefined left out
    this._props = plainData(props, `AppProject '${id}'`) as AppProjectProps;
  }
}
