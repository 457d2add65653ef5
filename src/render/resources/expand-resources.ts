import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { parseClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { createSourceInspector, type SourceInspector } from './app-of-apps.js';
import type { ArgoResources, Found, FoundApplicationSet, Origin } from './argo-resources.js';
import { changedAbove } from './changed-above.js';
import type { GeneratorInputs } from './create-generator-context.js';
import { endlessCycle } from './endless-cycle.js';
import { expandKnownSet } from './expand-known-set.js';
import { isArgo, isSettings, toApplication, toProject } from './find-resources.js';
import { hidesResources } from './hides-resources.js';
import { inNamespace } from './in-namespace.js';
import { inTwoFolders, type TwoFiles } from './in-two-folders.js';
import { isAnother } from './is-another.js';
import { isArgoResource } from './is-argo-resource.js';
import { isInFile } from './is-in-file.js';
import { isNamesake } from './is-namesake.js';
import { isOfArgoCd } from './is-of-argo-cd.js';
import { keyOf } from './key-of.js';
import { madeTwice } from './made-twice.js';
import { originPolicy } from './origin-policy.js';
import { sortSets } from './sort-sets.js';

export interface ExpandOptions {
  readonly files: FileSet;
  readonly isOwn: (repoURL: string) => boolean;
  readonly inputs: Omit<GeneratorInputs, 'clusters'>;
  /** Renders an Argo Application, to find the Argo CD resources that it generates. */
  render(found: Found<ArgoApplication>): Promise<readonly KubeObject[] | GitopsError>;
  /**
   * How far resources are expanded. `none` expands only ApplicationSets, `all` expands every Argo
   * Application. `settings` and `inside` are for our layout, where the root delivers resources in files of
   * their own: the other Argo Applications are expanded, and keep all their objects. Of these objects,
   * `settings` leaves Argo Applications and ApplicationSets to Argo CD, and `inside` finds them too.
   */
  readonly walk: 'none' | 'all' | 'settings' | 'inside';
  /**
   * In our layout: whether a file is outside of it, so that its Argo Applications are all expanded. Default:
   * none is.
   */
  readonly outside?: (file: string) => boolean;
}

/** The largest depth of apps of apps. */
const MAX_DEPTH = 20;

/**
 * Finds what Argo CD would find by reconciling: the Argo Applications of ApplicationSets, and those that apps
 * of apps generate when kustomize or Helm builds them, at any depth.
 *
 * An app of apps that generates other objects too is one of `applications`, with `holdsResources`.
 */
export async function expandResources(resources: ArgoResources, options: ExpandOptions): Promise<ArgoResources> {
  return new Expansion(resources, options).run();
}

class Expansion {
  readonly #options: ExpandOptions;
  readonly #resources: ArgoResources;
  readonly #applications = new Map<string, Found<ArgoApplication>>();
  /** Two with the same name may belong to two Argo CDs. Neither hides the other. */
  readonly #keys = new Map<Found<ArgoApplication>, string>();
  readonly #roots = new Set<string>();
  readonly #sets: FoundApplicationSet[] = [];
  readonly #projects: Found<ArgoAppProject>[];
  readonly #secrets: Found<KubeObject>[];
  #settings: Found<KubeObject> | undefined;
  readonly #problems: GitopsError[];
  /** Applications that were generated in two folders, which two Argo CDs may read. */
  readonly #twoFolders: TwoFiles[] = [];
  /** Files whose resources are replaced by those that kustomize or Helm builds from them. */
  readonly #superseded = new Set<string>();
  readonly #rawOrigins = new Set<Origin>();
  readonly #ancestors = new Map<string, readonly string[]>();

  constructor(resources: ArgoResources, options: ExpandOptions) {
    this.#resources = resources;
    this.#options = options;
    this.#secrets = [...resources.clusterSecrets];
    this.#problems = [...resources.problems];
    this.#projects = [...resources.projects];
    this.#settings = resources.settings;
    for (const found of [...resources.applications, ...resources.roots]) {
      const name = keyOf(found.resource);
      const key = this.#applications.has(name) ? `${name}\0${found.file}` : name;
      this.#applications.set(key, found);
      this.#keys.set(found, key);
      if (resources.roots.includes(found)) this.#roots.add(key);
    }
  }

  async run(): Promise<ArgoResources> {
    const { walk } = this.#options;
    let applications = this.#first();
    let sets: readonly FoundApplicationSet[] = this.#resources.applicationSets;
    for (let depth = 0; applications.length + sets.length > 0; depth++) {
      if (depth > MAX_DEPTH) {
        this.#problems.push(...applications.slice(0, 1).map((last) => endlessCycle(last, MAX_DEPTH)));
        break;
      }
      // Rendered resources come first, because they may replace ApplicationSets in the files of the build.
      const waiting = applications.length > 0 ? sets : [];
      const made =
        applications.length > 0 ? applications.map((found) => this.#walk(found)) : sets.map((set) => this.#expand(set));
      const added = (await Promise.all(made)).flat().filter((object) => this.#add(object));
      const found = added.filter(({ resource }) => isArgo(resource, 'Application'));
      applications =
        walk === 'none' ? [] : found.flatMap(({ resource }) => this.#applications.get(keyOf(resource)) ?? []);
      sets = [...waiting, ...added.filter(({ resource }) => isArgo(resource, 'ApplicationSet'))];
    }
    return this.#result();
  }

  #first(): readonly Found<ArgoApplication>[] {
    const { walk } = this.#options;
    const all = [...this.#applications];
    if (walk === 'all') return all.map(([, found]) => found);
    if (walk === 'none') return [];
    const hides = hidesResources(this.#resources, this.#inspect());
    return all.flatMap(([key, found]) =>
      this.#walkOf(found) === 'all' || (hides && !this.#roots.has(key)) ? [found] : [],
    );
  }

  #walkOf({ file }: Found<unknown>): ExpandOptions['walk'] {
    const { walk, outside } = this.#options;
    return walk !== 'none' && outside?.(file) === true ? 'all' : walk;
  }

  /** The Argo CD resources that an Argo Application generates. */
  async #walk(found: Found<ArgoApplication>): Promise<readonly Found<KubeObject>[]> {
    const { render } = this.#options;
    const walk = this.#walkOf(found);
    const key = this.#keys.get(found) ?? keyOf(found.resource);
    const mentions = this.#inspect().mentions(found.resource);
    if (mentions.length === 0) return [];
    const objects = await render(found);
    if (GitopsError.is(objects)) {
      if (this.#roots.has(key) && objects.code !== 'RENDER_UNSUPPORTED')
        this.#problems.push(...GitopsError.each(objects));
      return [];
    }
    const { namespace } = found.resource.spec.destination;
    const own = objects
      .filter(isArgoResource)
      .map((object) =>
        isInFile(object, this.#applications, this.#resources) ? object : inNamespace(object, namespace),
      );
    const settings = objects.filter(isSettings).map((object) => inNamespace(object, namespace))[0];
    if (own.length === 0 && settings === undefined) return [];
    if (!this.#inspect().isPlain(found.resource)) for (const file of mentions) this.#superseded.add(file);
    const origin = { kind: 'Application', name: found.resource.metadata.name } as const;
    if (settings !== undefined && this.#replaces(this.#settings))
      this.#settings = { resource: settings, file: this.#settings?.file ?? found.file, origin };
    if (own.length === 0) return [];
    if (walk === 'all') this.#noteHolder(key, found, objects.length > own.length);
    else this.#applications.set(key, { ...found, yieldsResources: true });
    const left = walk === 'settings' ? own.filter((object) => !isOfArgoCd(object)) : own;
    const path = [...(this.#ancestors.get(key) ?? []), key];
    return left.map((resource) => {
      const child = keyOf(resource);
      if (isArgo(resource, 'Application') && !this.#ancestors.has(child) && child !== key)
        this.#ancestors.set(child, path);
      if (isArgo(resource, 'Application') && path.slice(0, -1).includes(child))
        this.#problems.push(...[changedAbove(this.#applications.get(child)?.resource, resource, found) ?? []].flat());
      return { resource, file: found.file, origin };
    });
  }

  #noteHolder(key: string, found: Found<ArgoApplication>, others: boolean): void {
    if (others) this.#roots.delete(key);
    else this.#roots.add(key);
    this.#applications.set(key, others ? { ...found, holdsResources: true } : found);
  }

  #inspector: SourceInspector | undefined;
  #inspect(): SourceInspector {
    this.#inspector ??= createSourceInspector(this.#options.files, this.#options.isOwn);
    return this.#inspector;
  }

  async #expand(found: FoundApplicationSet): Promise<readonly Found<KubeObject>[]> {
    const { inputs, files } = this.#options;
    if (found.origin === undefined && this.#superseded.has(found.file)) return [];
    try {
      const { set, applications } = await expandKnownSet(
        found,
        {
          ...inputs,
          clusters: this.#secrets.filter((secret) => !this.#isBuilt(secret)).map(({ resource: secret }) => secret),
        },
        files.get(found.file),
      );
      this.#sets.push({ ...found, applications: applications.length });
      const origin = { kind: 'ApplicationSet', name: set.metadata.name, policy: originPolicy(set) } as const;
      if (found.origin === undefined) this.#rawOrigins.add(origin);
      return applications.map((resource) => ({ resource, file: found.file, origin }));
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      const problems = GitopsError.each(error);
      this.#sets.push({ ...found, unknown: error });
      if (!problems.every(({ code }) => code === 'RENDER_UNSUPPORTED')) this.#problems.push(...problems);
      return [];
    }
  }

  #add(found: Found<KubeObject>): boolean {
    const { resource } = found;
    try {
      if (isArgo(resource, 'Application')) return this.#addApplication(found);
      if (isArgo(resource, 'ApplicationSet')) return !this.#isKnownSet(found);
      if (isArgo(resource, 'AppProject')) return this.#put(this.#projects, toProject(found));
      return parseClusterSecret(resource) !== undefined && this.#put(this.#secrets, found);
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      this.#problems.push(...GitopsError.each(error));
      return false;
    }
  }

  /** Adds a new resource, or replaces the one in the file from which it was built. */
  #put<T extends KubeObject>(list: Found<T>[], found: Found<T>): boolean {
    const index = list.findIndex(({ resource }) => isNamesake(resource, found.resource));
    const known = list[index];
    if (known !== undefined && !this.#replaces(known)) return this.#drop(known, found);
    list.splice(index < 0 ? list.length : index, 1, found);
    return true;
  }

  #replaces(known: Found<unknown> | undefined): boolean {
    return known === undefined || this.#isBuilt(known);
  }

  /**
   * Whether its file, or that of its ApplicationSet, belongs to a build of kustomize or Helm. Then the result
   * of the build counts.
   */
  #isBuilt({ file, origin }: Found<unknown>): boolean {
    return this.#superseded.has(file) && (origin === undefined || this.#rawOrigins.has(origin));
  }

  #addApplication(found: Found<KubeObject>): boolean {
    const key = keyOf(found.resource);
    const known = this.#applications.get(key);
    if (known === undefined || this.#isBuilt(known)) {
      this.#applications.set(key, toApplication(found));
      return true;
    }
    const isOfSet = known.origin?.kind === 'ApplicationSet' || found.origin?.kind === 'ApplicationSet';
    if (isOfSet && posix.dirname(known.file) !== posix.dirname(found.file))
      this.#twoFolders.push({ name: found.resource.metadata.name, files: [known.file, found.file] });
    else if (isOfSet) this.#problems.push(madeTwice(known, found));
    else this.#drop(known, toApplication(found));
    return false;
  }

  /** Leaves out a resource with a known name. It is a problem when it is another resource. */
  #drop(known: Found<KubeObject>, found: Found<KubeObject>): false {
    const walked = (one: Found<KubeObject>) => ({ found: one, walk: this.#walkOf(one) });
    if (isAnother(walked(known), walked(found))) this.#problems.push(madeTwice(known, found));
    return false;
  }

  #isKnownSet(found: Found<KubeObject>): boolean {
    const { resource, file, origin } = found;
    const key = keyOf(resource);
    const before = [...this.#resources.applicationSets, ...this.#sets].find((one) => keyOf(one.resource) === key);
    if (before === undefined || before.file === file || origin?.kind !== 'Application') return false;
    return !this.#superseded.has(before.file) && !this.#drop(before, found);
  }

  #result(): ArgoResources {
    const all = [...this.#applications].filter(([, found]) => !this.#isBuilt(found));
    const projects = this.#projects.filter((found) => !this.#isBuilt(found));
    const clusterSecrets = this.#secrets.filter((found) => !this.#isBuilt(found));
    const names = new Set(projects.map(({ resource }) => resource.metadata.name));
    return {
      ...this.#resources,
      applications: all.flatMap(([key, found]) => (this.#roots.has(key) ? [] : [found])),
      roots: all.flatMap(([key, found]) => (this.#roots.has(key) ? [found] : [])),
      projects,
      brokenProjects: this.#resources.brokenProjects?.filter((name) => !names.has(name)),
      clusters: clusterSecrets.flatMap(({ resource }) => parseClusterSecret(resource) ?? []),
      clusterSecrets,
      settings: this.#settings,
      applicationSets: sortSets(this.#sets.filter((found) => !this.#isBuilt(found))),
      // A file that kustomize completes may be incomplete.
      problems: [...this.#problems, ...inTwoFolders(this.#twoFolders)].filter(
        (problem) => !(this.#superseded.has(problem.source?.file ?? '') && this.#resources.problems.includes(problem)),
      ),
    };
  }
}
