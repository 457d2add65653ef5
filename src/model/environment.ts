import { Construct } from 'constructs';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { usableId } from './child.js';
import { Cluster } from './cluster.js';
import { refuseLabelName } from './name-rules.js';
import { noteArgoLevel } from './note-argo-level.js';
import { report } from './problem.js';
import { type DeletionPolicy, Repository } from './repository.js';

/** Settings of an Environment, in addition to its clusters. */
export interface EnvironmentSettings extends ArgoApplicationSettings {
  /**
   * The Environment that comes before this one. It decides the order of Environments, and with it from which
   * one the base takes what an Application leaves to each Environment; nothing is copied from there, with any
   * `follow`.
   *
   * @default none
   */
  readonly promotesFrom?: Environment;
  /**
   * Who writes to the clusters. `sync`: `gitops sync` does. `argocd`: Argo CD does, from the same committed
   * output; `sync`, `rollback` and `delete` leave it alone, and nothing here starts Argo CD or waits for it.
   * `diff`, `plan`, `status` and `verify` compare what Git has with what lives either way. `argocd` needs
   * clusters that Argo CD can reach: a `Cluster.kubeconfig` without `server` is refused.
   *
   * @default sync
   */
  readonly delivery?: 'sync' | 'argocd';
  /**
   * Namespace of an Application here: one for all, or derived from the Application's own, such as
   * `(namespace) => `${namespace}-staging``. @default the Application's own
   */
  readonly namespace?: string | ((namespace: string) => string);
  /**
   * Which commit counts. `branch`: the newest of the branch. `promotion`: the one that the pins file of each
   * Application names as `revision` (`environments/pins/<environment>/<application>.yaml`), a line that is
   * edited by hand; the branch until there is one.
   *
   * @default branch
   */
  readonly follow?: 'branch' | 'promotion';
  /** @default that of the Repository */
  readonly deletion?: DeletionPolicy;
}

/** JavaScript has no types that would say so. */
const VALUES: Readonly<Record<'delivery' | 'follow' | 'deletion', readonly string[]>> = {
  delivery: ['sync', 'argocd'],
  follow: ['branch', 'promotion'],
  deletion: ['orphan', 'foreground', 'background'],
};

/** The settings of an Environment, and its cluster or clusters. */
export type EnvironmentProps = EnvironmentSettings &
  (
    | {
        /** One cluster: Argo Applications are called `<application>-<environment>`. */ readonly cluster: Cluster;
        readonly clusters?: never;
      }
    | {
        /** Several, or one of several to come: `<application>-<environment>-<cluster>`. */ readonly clusters: readonly Cluster[];
        readonly cluster?: never;
      }
  );

/**
 * A stage such as dev, staging or prod: one cluster or several, and the defaults of what runs there.
 *
 * @example
 * const prod = new Environment(repository, 'prod', { clusters: [prodEu, prodUs], promotesFrom: staging });
 */
export class Environment extends Construct {
  static is(value: unknown): value is Environment {
    return hasBrand(value, 'Environment');
  }

  readonly id: string;
  readonly clusters: readonly Cluster[];
  /** @internal True when declared with `clusters`: names of Argo Applications then carry the cluster. */
  readonly _namesClusters: boolean;
  readonly promotesFrom: Environment | undefined;
  readonly delivery: 'sync' | 'argocd';
  readonly follow: 'branch' | 'promotion';
  readonly deletion: DeletionPolicy;
  /** @internal */
  readonly _site: CallSite;
  readonly #namespace: EnvironmentSettings['namespace'];

  constructor(repository: Repository, id: string, props: EnvironmentProps) {
    const site = captureCallSite();
    const scope = Repository.of(repository)._folder('environments');
    super(scope, usableId(scope, id, { what: 'Environment', site, longest: 40 }));
    brand(this, 'Environment');
    this.id = this.node.id;
    this._site = site;
    this._namesClusters = props.clusters !== undefined;
    this.clusters = [...(props.clusters ?? (props.cluster ? [props.cluster] : []))].filter((cluster) =>
      Cluster.is(cluster),
    );
    this.promotesFrom = props.promotesFrom;
    this.delivery = props.delivery ?? 'sync';
    this.follow = props.follow ?? 'branch';
    this.deletion = props.deletion ?? Repository.of(repository).deletion;
    this.#namespace = props.namespace;
    noteArgoLevel(this, site, props);
    this.#check();
  }

  /** @internal How many promotions lead here: 0 where changes arrive by commits. */
  get _depth(): number {
    let depth = 0;
    for (let from = this.promotesFrom; from && depth < 100; from = from.promotesFrom) depth++;
    return depth;
  }

  /** @internal */
  _namespaceFor(own: string): string {
    return typeof this.#namespace === 'function' ? this.#namespace(own) : (this.#namespace ?? own);
  }

  #check(): void {
    const refuse = (message: string, hint: string) =>
      report(this, this.node.path, { code: 'MODEL_INVALID_VALUE', message, hint, site: this._site });
    if (this.clusters.length === 0)
      refuse(`Environment '${this.id}' has no cluster`, 'Give `cluster: …` or `clusters: […]`.');
    const foreign = this.clusters.filter((cluster) => cluster.node.root !== this.node.root).map(({ id }) => id);
    if (foreign.length > 0)
      refuse(`cluster '${foreign.join("', '")}' belongs to another Repository`, 'Use clusters of the same Repository.');
    if (new Set(this.clusters).size < this.clusters.length)
      refuse(`Environment '${this.id}' lists a cluster twice`, 'Name each cluster once.');
    const unknown =
      this.delivery === 'argocd'
        ? this.clusters
            .filter(({ _secret: secret }) => secret.type === 'kubeconfig' && secret.server === undefined)
            .map(({ id }) => id)
        : [];
    if (unknown.length > 0) {
      refuse(
        `Environment '${this.id}' has Argo CD deliver to the cluster '${unknown.join("', '")}', which Argo CD cannot reach: it has no 'server'`,
        "Give Cluster.kubeconfig the server's URL, or leave the delivery to 'sync'.",
      );
    }
    if (Environment.is(this.promotesFrom) && this.promotesFrom.node.root !== this.node.root) {
      refuse(
        `'${this.promotesFrom.id}' belongs to another Repository`,
        'Promote from an Environment of the same Repository.',
      );
    }
    if (this.promotesFrom !== undefined && !Environment.is(this.promotesFrom))
      refuse(
        `promotesFrom '${String(this.promotesFrom)}' is not an Environment`,
        'Pass a `new Environment(repository, …)`.',
      );
    for (const [name, allowed] of Object.entries(VALUES)) {
      const value = this[name as keyof typeof VALUES];
      if (!allowed.includes(value))
        refuse(`${name} '${String(value)}' is unknown`, `Give one of '${allowed.join("', '")}'.`);
    }
    if (typeof this.#namespace === 'string') {
      const refusal = refuseLabelName(this.#namespace);
      if (refusal) refuse(`namespace '${this.#namespace}' ${refusal}`, 'Give the name of a namespace.');
    }
  }
}
