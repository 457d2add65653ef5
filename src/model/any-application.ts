import { Construct } from 'constructs';
import type { AppProject } from './app-project.js';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { usableId } from './child.js';
import { Environment } from './environment.js';
import { refuseLabelName } from './name-rules.js';
import { noteArgoLevel } from './note-argo-level.js';
import { type AnyOverlaySettings, Overlay } from './overlay.js';
import { report } from './problem.js';
import { Repository } from './repository.js';

/** JavaScript has no types that would say so. */
const DIRECTORIES: readonly string[] = ['apps', 'infrastructure'];

/** Settings that every kind of Application has. */
export interface AnyApplicationSettings extends ArgoApplicationSettings {
  /** AppProject, declared or just named. @default the Application's id: a project of its own */
  readonly project?: string | AppProject;
  /** Namespace of its objects, unless an Environment or overlay says otherwise. @default the id */
  readonly namespace?: string;
  /** Folder of the output for its folder; `infrastructure` is for add-ons of a cluster. @default apps */
  readonly directory?: 'apps' | 'infrastructure';
}

/**
 * What every kind of Application has: its id, its AppProject, its namespace and its overlays. The kinds
 * differ in where their objects come from: `Application` makes them of constructs.
 */
export abstract class AnyApplication<Given extends AnyOverlaySettings = AnyOverlaySettings> extends Construct {
  /** Recognises every kind of Application, of any loaded copy of this package. */
  static is(value: unknown): value is AnyApplication {
    return hasBrand(value, 'AnyApplication');
  }

  readonly id: string;
  readonly project: string;
  readonly namespace: string;
  /** @internal */
  readonly _settings: AnyApplicationSettings;
  /** @internal */
  readonly _site: CallSite;
  readonly #overlays = new Map<Environment, Overlay<Given>>();

  protected constructor(scope: Construct, id: string, props: AnyApplicationSettings) {
    const site = captureCallSite();
    const repository = Repository.of(scope);
    super(scope, usableId(scope, id, { what: 'Application', site }));
    brand(this, 'AnyApplication');
    this.id = this.node.id;
    this._site = site;
    this.project = typeof props.project === 'object' ? props.project.id : (props.project ?? this.id);
    this.namespace = props.namespace ?? this.id;
    this._settings = props;
    this.#check(repository, props);
    noteArgoLevel(this, site, props);
  }

  /** In order of promotion, then by id of the Environment. */
  get overlays(): readonly Overlay<Given>[] {
    return [...this.#overlays.values()].sort(
      ({ environment: left }, { environment: right }) => left._depth - right._depth || (left.id < right.id ? -1 : 1),
    );
  }

  /** @internal Puts the Application into an Environment, for `overlay` of each kind. */
  protected _addOverlay(environment: Environment, settings: Given): Overlay<Given> {
    const site = captureCallSite();
    const id = Environment.is(environment) ? environment.id : 'unknown';
    const namespace =
      settings.namespace ?? (Environment.is(environment) ? environment._namespaceFor(this.namespace) : this.namespace);
    const overlay = new Overlay<Given>(
      this,
      usableId(this, id, { what: `Overlay of '${this.id}'`, site, checked: true }),
      { environment, _settings: settings, namespace, _site: site },
    );
    this.#checkOverlay(overlay);
    noteArgoLevel(overlay, site, settings);
    if (Environment.is(environment) && !this.#overlays.has(environment)) this.#overlays.set(environment, overlay);
    return overlay;
  }

  #check(repository: Repository, given: AnyApplicationSettings): void {
    const namespace = refuseLabelName(this.namespace);
    if (given.namespace !== undefined && namespace)
      this.#refuse(`namespace '${this.namespace}' ${namespace}`, 'Give the name of a namespace.');
    const { directory = 'apps' } = given;
    if (!DIRECTORIES.includes(directory))
      this.#refuse(`directory '${directory}' is unknown`, `Give one of '${DIRECTORIES.join("', '")}'.`);
    const project = refuseLabelName(this.project);
    if (given.project !== undefined && project)
      this.#refuse(`project '${this.project}' ${project}`, 'Give the name of an AppProject.');
    if (['clusters', 'environments', 'projects'].includes(this.id) && this.node.scope === repository) {
      this.#refuse(`'${this.id}' is reserved`, 'Choose another id for the Application.');
    }
  }

  #checkOverlay({ environment, namespace, _settings: settings, _site: site, node }: Overlay<Given>): void {
    const refuse = (message: string, hint: string) => this.#refuse(message, hint, site, node.path);
    if (!Environment.is(environment)) {
      refuse(`'${String(environment)}' is not an Environment`, 'Pass a `new Environment(repository, …)`.');
      return;
    }
    if (environment.node.root !== this.node.root)
      refuse(
        `Environment '${environment.id}' belongs to another Repository`,
        'Use an Environment of the same Repository.',
      );
    const refusal = namespace === this.namespace ? undefined : refuseLabelName(namespace);
    if (refusal) refuse(`namespace '${namespace}' ${refusal}`, 'Give the name of a namespace.');
    const unknown = Object.keys(settings.clusters ?? {}).filter(
      (id) => !environment.clusters.some((cluster) => cluster.id === id),
    );
    if (unknown.length > 0)
      refuse(
        `Environment '${environment.id}' has no cluster '${unknown.join("', '")}'`,
        `It has '${environment.clusters.map(({ id }) => id).join("', '")}'.`,
      );
  }

  #refuse(message: string, hint: string, site: CallSite = this._site, path = this.node.path): void {
    report(this, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
  }
}
