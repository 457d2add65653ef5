import { Construct } from 'constructs';
import type { AppProjectProps } from './app-project-props.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { checkAppProject } from './check-app-project.js';
import { usableId } from './child.js';
import { Repository } from './repository.js';

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
    this._props = checkAppProject(this, site, props);
  }
}
