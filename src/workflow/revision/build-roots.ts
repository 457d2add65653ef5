import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { createRenderEngines } from '../../render/render-engines.js';
import { createSourceInspector } from '../../render/resources/app-of-apps.js';
import type { Found } from '../../render/resources/argo-resources.js';
import { assumedRoot } from '../../render/resources/assumed-root.js';
import { findResources, isArgo, isSettings, toApplication } from '../../render/resources/find-resources.js';
import { isArgoResource } from '../../render/resources/is-argo-resource.js';
import { type KustomizeRoot, kustomizeRoots } from '../../render/resources/kustomize-roots.js';
import { sharedByOverlays } from '../../render/resources/shared-by-overlays.js';
import { fileFinder } from './file-finder.js';
import { foldersNamed } from './folders-named.js';
import { isWritten } from './is-written.js';
import { locateSource } from './locate-source.js';
import { renderOne } from './render-one.js';
import type { RevisionFiles } from './revision-files.js';

/** A kustomization without an Argo Application, and the Argo CD resources that it generates. */
interface BuiltRoot extends KustomizeRoot {
  readonly objects: readonly Found<KubeObject>[];
}

/**
 * The Argo CD resources of a repository, with those that its kustomizations build. A file that a
 * kustomization reads is a base or a patch: an overlay changes it before Argo CD gets it.
 *
 * @param delivered folders to which Argo Applications refer, also generated ones: they are not built here
 */
export async function buildRoots(
  revision: RevisionFiles,
  delivered: ReadonlySet<string> = new Set(),
): Promise<Pick<RevisionFiles, 'kustomized' | 'resources'>> {
  const { resources, tree, output, beside, isOwn } = revision;
  if (resources.assumed !== undefined || beside === true || isWritten(tree.files, output)) return { resources };
  const inspector = createSourceInspector(tree.files, isOwn);
  const isInside = (file: string) => output === '' || file.startsWith(`${output}/`);
  const found = kustomizeRoots(tree.files, inspector.mentioning.filter(isInside)).filter(({ folder }) =>
    isInside(`${folder}/`),
  );
  const built = (await buildEach(found, revision)).filter(({ objects }) => objects.length > 0);
  const inKustomizations = new Set(built.flatMap(({ files }) => [...files]));
  const applications = [
    ...[...resources.applications, ...resources.roots].filter(({ file }) => !inKustomizations.has(file)),
    ...built.flatMap(({ objects }) => objects.flatMap(asApplication)),
  ].map(({ resource }) => resource);
  const named = new Set([...delivered, ...foldersNamed(applications, isOwn)]);
  // An Application that reads a folder as it is gets its files as they are.
  const plain = new Set(applications.filter(inspector.isPlain).flatMap(inspector.mentions));
  const roots = built.filter(({ folder, files }) => !named.has(folder) && ![...files].some((file) => plain.has(file)));
  if (roots.length === 0) return { resources };
  const several = ofSeveralArgoCds(roots);
  const objects = [
    ...roots.filter((root) => !several.has(root)).flatMap((root) => root.objects),
    ...sharedByOverlays([...several].flatMap((root) => root.objects)),
  ];
  // What an overlay names in turn is read with it.
  const further = foldersNamed(
    [...several].flatMap((root) => root.objects.flatMap(asApplication)).map(({ resource }) => resource),
    isOwn,
  );
  const all = built.filter((root) => roots.includes(root) || further.has(root.folder));
  const files = new Set(all.flatMap((root) => [...root.files]));
  const read = findResources(tree.files, output, { built: { objects: distinct(objects), instead: files } });
  return {
    // Those in the values of a chart are in no kustomization.
    resources: { ...read, settings: read.settings ?? resources.settings },
    kustomized: {
      folders: roots.map(({ folder }) => folder),
      files,
      overlays: [...several].map(({ folder }) => folder).sort(),
    },
  };
}

/** One that cannot be built leaves its files as they are. */
async function buildEach(roots: readonly KustomizeRoot[], read: RevisionFiles): Promise<readonly BuiltRoot[]> {
  if (roots.length === 0) return [];
  const fileOf = fileFinder(read.resources, nameOf);
  const engines = createRenderEngines(read.engine);
  const locate = locateSource(read);
  try {
    return await Promise.all(
      roots.map(async (root): Promise<BuiltRoot> => {
        const assumed = assumedRoot(read.tree.files, root.folder === '.' ? '' : root.folder);
        const objects = assumed === undefined ? [] : await renderOne(assumed, read, locate, engines);
        if (assumed === undefined || GitopsError.is(objects)) return { ...root, objects: [] };
        const own = objects.filter((object) => isArgoResource(object) || isSettings(object));
        const placed = own.map((resource) => ({ resource, file: fileOf(resource) ?? assumed.file }));
        return { ...root, objects: placed };
      }),
    );
  } finally {
    await engines.close();
  }
}

/** Roots that yield one name in different forms: one Argo CD cannot have both. */
function ofSeveralArgoCds(roots: readonly BuiltRoot[]): ReadonlySet<BuiltRoot> {
  const first = new Map<string, readonly [BuiltRoot, KubeObject]>();
  const several = new Set<BuiltRoot>();
  for (const root of roots)
    for (const { resource } of root.objects) {
      const [other, before] = first.get(nameOf(resource)) ?? [];
      if (other === undefined) first.set(nameOf(resource), [root, resource]);
      else if (other !== root && !deepEqual(before, resource)) several.add(other).add(root);
    }
  return several;
}

function distinct(objects: readonly Found<KubeObject>[]): readonly Found<KubeObject>[] {
  return [...new Map(objects.map((found) => [nameOf(found.resource), found])).values()];
}

/** Two Argo CDs may have different namespaces. */
function nameOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}

function asApplication(found: Found<KubeObject>): readonly Found<ArgoApplication>[] {
  if (!isArgo(found.resource, 'Application')) return [];
  try {
    return [toApplication(found)];
  } catch {
    // A fault in it is reported when the build is used.
    return [];
  }
}
