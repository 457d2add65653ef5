import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Construct, type IConstruct, RootConstruct } from 'constructs';
import { GitopsError } from '../errors.js';
import { assertSafePath } from '../files/file-set.js';
import { hasPassword, isGitAddress } from '../host/address.js';
import { trimEndOf } from '../host/trim-end-of.js';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import { checkRootApplication, type RootApplication } from './check-root-application.js';
import { refuseLabelName } from './name-rules.js';
import { noteArgoLevel } from './note-argo-level.js';
import { attachSink, type ProblemSink, report } from './problem.js';
import type { RootApplicationProps } from './root-application.js';

/**
 * What happens to the objects in a cluster when Argo CD's Application is deleted: `orphan` leaves them,
 * `foreground` and `background` delete them too (Argo CD's finalizer).
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
export type DeletionPolicy = 'orphan' | 'foreground' | 'background';

/** Where the Git repository is, what is written into it, and where its sources are on disk. */
export interface RepositoryProps extends ArgoApplicationSettings {
  /** URL Argo CD clones, such as `https://git.example.com/shop/gitops.git`. */
  readonly url: string;
  /** Branch the environments follow. @default main */
  readonly branch?: string;
  /**
   * Folder the layout is written to, relative to the top of the Git repository, also for a project in a
   * sub-folder of it: `deploy/gitops`. @default gitops
   */
  readonly output?: string;
  /**
   * Folder of the project on disk, which pins and YAML files are relative to. @default the folder of the
   * nearest package.json above the file that creates the Repository
   */
  readonly root?: string;
  /** Folder of the pins files, relative to `root`. @default environments/pins */
  readonly pins?: string;
  /** Namespace Argo CD runs in. @default argocd */
  readonly argocdNamespace?: string;
  /** The Argo Application that brings all others; `false` writes none. @default one that is called `root` */
  readonly rootApplication?: RootApplicationProps | false;
  /** @default orphan */
  readonly deletion?: DeletionPolicy;
  /** Custom kinds that are cluster-scoped and whose CRD is not part of this repository. */
  readonly clusterScopedKinds?: readonly { readonly group: string; readonly kind: string }[];
}

/** Says that an Argo Application of the committed tree continues under another name. */
export interface MovedApplication {
  /** Name of the Argo Application in the committed tree. */
  readonly from: string;
  /** Name it has now. */
  readonly to: string;
  /**
   * Namespace it has now, to confirm that its objects are recreated there and deleted in the old one.
   * Default: the namespace must not change.
   */
  readonly namespace?: string;
}

/**
 * The Git repository and the folder in it that synth writes: the root of the tree.
 *
 * @example
 * export const repository = new Repository({ url: 'https://git.example.com/shop/gitops.git' });
 */
export class Repository extends RootConstruct {
  /** The Repository above a construct. @throws GitopsError MODEL_FOREIGN_CONSTRUCT */
  static of(scope: IConstruct): Repository {
    const root = scope?.node?.root;
    if (Repository.is(root)) return root;
    throw new GitopsError('MODEL_FOREIGN_CONSTRUCT', `'${scope?.node?.path ?? String(scope)}' is not in a Repository`, {
      hint: 'Pass the Repository, or a construct below it, as the first argument.',
      source: captureCallSite().location,
    });
  }

  /** Recognises a Repository of any loaded copy of this package. */
  static is(value: unknown): value is Repository {
    return hasBrand(value, 'Repository');
  }

  readonly url: string;
  readonly branch: string;
  readonly output: string;
  readonly root: string;
  readonly pinsFolder: string;
  readonly argocdNamespace: string;
  /** @internal Undefined where none is written. */
  readonly _rootApplication: RootApplication | undefined;
  readonly deletion: DeletionPolicy;
  readonly clusterScopedKinds: readonly { readonly group: string; readonly kind: string }[];
  /** @internal Where it was made. */
  readonly _site: CallSite;
  readonly #sink: ProblemSink = { problems: [], warnings: [] };
  readonly #moved: MovedApplication[] = [];
  readonly #folders = new Map<string, Construct>();

  constructor(props: RepositoryProps) {
    super();
    brand(this, 'Repository');
    attachSink(this, this.#sink);
    const site = captureCallSite();
    this._site = site;
    this.url = props.url;
    this.branch = props.branch ?? 'main';
    this.output = trimEndOf(props.output ?? 'gitops', '/');
    this.root = props.root === undefined ? projectFolder(site) : resolve(props.root);
    this.pinsFolder = props.pins ?? 'environments/pins';
    this.argocdNamespace = props.argocdNamespace ?? 'argocd';
    this.deletion = props.deletion ?? 'orphan';
    this.clusterScopedKinds = props.clusterScopedKinds ?? [];
    this.#check(site);
    this._rootApplication = checkRootApplication(this, site, props.rootApplication);
    noteArgoLevel(this, site, props);
  }

  /** @internal What was found wrong so far; synth reports these together with its own. */
  get _problems(): readonly GitopsError[] {
    return this.#sink.problems;
  }

  /** @internal */
  get _warnings(): readonly string[] {
    return this.#sink.warnings;
  }

  /** @internal */
  get _movedApplications(): readonly MovedApplication[] {
    return this.#moved;
  }

  /**
   * Says that an Argo Application was renamed on purpose. Without it synth refuses to let one vanish whose
   * overlay still exists, because Argo CD could delete what runs there, or one whose objects would move to
   * another namespace. Remove the line after the next commit.
   *
   * @example
   * repository.moved({ from: 'shop-prod', to: 'shop-prod-eu' });
   */
  moved(moved: MovedApplication): this {
    this.#moved.push(moved);
    return this;
  }

  /**
   * @internal The construct that holds all Clusters, Environments or AppProjects, so that their ids never
   * meet those of Applications.
   */
  _folder(name: 'clusters' | 'environments' | 'projects'): Construct {
    const folder = this.#folders.get(name) ?? new Construct(this, name);
    this.#folders.set(name, folder);
    return folder;
  }

  #check(site: CallSite): void {
    const refuse = (message: string, hint: string) =>
      report(this, '', { code: 'MODEL_INVALID_VALUE', message, hint, site });
    const { url, branch, output } = this;
    if (typeof url !== 'string' || !isGitAddress(url)) {
      refuse(
        `'${String(url)}' is not a Git URL`,
        'Give the URL Argo CD clones: https://host/path.git, ssh://git@host/path.git or git@host:path.git.',
      );
    } else if (hasPassword(url)) {
      refuse(
        'the Git URL holds a password',
        'Leave credentials out of the URL; Argo CD has repository Secrets for them.',
      );
    }
    if (!isBranchName(branch)) refuse(`'${branch}' is not a branch name`, 'Give a branch, such as main.');
    if (!statSync(this.root, { throwIfNoEntry: false })?.isDirectory()) {
      refuse(
        `root '${this.root}' is not a folder`,
        'Give the folder that pins and YAML files are relative to, or leave `root` out.',
      );
    }
    try {
      assertSafePath(output);
    } catch {
      refuse(
        `'${output}' is not a folder inside the repository`,
        'Give `output` as a relative path such as gitops, without "..".',
      );
    }
    const namespace = refuseLabelName(this.argocdNamespace);
    if (namespace)
      refuse(`argocdNamespace '${this.argocdNamespace}' ${namespace}`, 'Give the namespace Argo CD runs in.');
  }
}

function projectFolder(site: CallSite): string {
  const start = site.file === undefined ? resolve('') : dirname(site.file);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

function isBranchName(branch: unknown): boolean {
  return typeof branch === 'string' && branch !== '' && !/[\s~^:?*[\\]|\.\.|^[-/]|\/$|\.lock$|@\{/.test(branch);
}
