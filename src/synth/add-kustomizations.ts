import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseYaml, toYaml } from '../manifest/yaml.js';
import { type ArgoLevel, argoLevelOf } from '../model/argo-level.js';
import { addFields } from './layout/add-fields.js';
import type { File } from './layout/base.js';
import { type CollectedApplication, type Target, writtenTargets } from './target.js';

export interface WithKustomizations {
  /** With the objects that kustomize makes of them. */
  readonly applications: readonly CollectedApplication[];
  readonly files: ReadonlyMap<CollectedApplication, readonly File[]>;
  /** Those whose objects are not the ones that were built. */
  readonly changed: readonly CollectedApplication[];
}

/**
 * Adds the fields that Applications and overlays give for their kustomization.yaml, and takes as their
 * objects what kustomize makes of the result. Without such fields everything stays as it is.
 *
 * @param files proved without the fields
 * @throws GitopsError with everything that kustomize refuses, at the line that gives the fields
 */
export async function addKustomizations(
  files: ReadonlyMap<CollectedApplication, readonly File[]>,
  applications: readonly CollectedApplication[],
  kustomize: Kustomize,
): Promise<WithKustomizations> {
  const problems: GitopsError[] = [];
  const results = await Promise.all(
    applications.map(async (application) => {
      const own = files.get(application);
      const fields = fieldsOf(application);
      if (own === undefined || fields.length === 0) return { application, files: own, isChanged: false };
      const added = withFields(own, application, fields, problems);
      const targets = await builtTargets(application, FileSet.of(added), kustomize, problems);
      return { application: { ...application, targets }, files: added, isChanged: true };
    }),
  );
  GitopsError.throwAll(problems);
  return {
    applications: results.map(({ application }) => application),
    files: new Map(results.flatMap(({ application, files: own }) => (own ? [[application, own] as const] : []))),
    changed: results.filter(({ isChanged }) => isChanged).map(({ application }) => application),
  };
}

interface FieldsOfFolder {
  /** Of the kustomization, relative to the output folder. */
  readonly directory: string;
  readonly level: ArgoLevel;
  readonly fields: object;
}

function fieldsOf(collected: CollectedApplication): readonly FieldsOfFolder[] {
  const { application, directory } = collected;
  const places = new Map<string, object>([[`${directory}/base`, application]]);
  for (const target of writtenTargets(collected)) places.set(target.directory, target.overlay);
  return [...places].flatMap(([folder, construct]) => {
    const level = argoLevelOf(construct);
    return level?.kustomization === undefined ? [] : [{ directory: folder, level, fields: level.kustomization }];
  });
}

function withFields(
  own: readonly File[],
  { directory, application }: CollectedApplication,
  given: readonly FieldsOfFolder[],
  problems: GitopsError[],
): readonly File[] {
  const base = given.find((one) => one.directory === `${directory}/base`);
  return own.map(([path, text]): File => {
    if (!path.endsWith('/kustomization.yaml')) return [path, text];
    const folder = path.slice(0, -'/kustomization.yaml'.length);
    const [kustomization] = parseYaml(text, path);
    if (!isRecord(kustomization)) return [path, text];
    const { resources } = kustomization;
    const isAlone = folder !== `${directory}/base` && !(Array.isArray(resources) && resources.some(isFolder));
    if (base && isAlone)
      problems.push(
        new GitopsError(
          'MODEL_INVALID_VALUE',
          `kustomization of '${application.id}' does not reach '${folder}', which shares nothing with the base`,
          {
            constructPath: base.level.path,
            source: base.level.site.location,
            hint: 'Give the fields to the overlays instead.',
          },
        ),
      );
    const fields = given.find((one) => one.directory === folder)?.fields;
    return fields === undefined ? [path, text] : [path, toYaml(addFields(kustomization, fields).value)];
  });
}

/** The base among the resources: everything else is a file. */
function isFolder(resource: unknown): boolean {
  return typeof resource === 'string' && resource.startsWith('../');
}

async function builtTargets(
  application: CollectedApplication,
  files: FileSet,
  kustomize: Kustomize,
  problems: GitopsError[],
): Promise<readonly Target[]> {
  const folders = [...new Set(writtenTargets(application).map(({ directory }) => directory))];
  const built = await kustomize.buildMany(folders.map((directory) => ({ files, directory })));
  const results = new Map(folders.map((directory, index) => [directory, built[index]]));
  const told = new Set<string>();
  return application.targets.map((target) => {
    const objects = results.get(target.directory);
    if (objects === undefined) return target; // without objects: nothing is written for it
    if (!GitopsError.is(objects))
      return { ...target, build: { ...target.build, objects: objects.map((object) => ({ object, path: '' })) } };
    if (!told.has(target.directory)) problems.push(refused(objects, target));
    told.add(target.directory);
    return target;
  });
}

/** At the overlay when it gives fields, else at the Application. */
function refused(error: GitopsError, { overlay, application, directory }: Target): GitopsError {
  const level = [overlay, application].map(argoLevelOf).find((one) => one?.kustomization !== undefined);
  return error.with(({ message }) => ({
    message: `kustomization of '${directory}': ${message}`,
    constructPath: level?.path,
    source: level?.site.location,
  }));
}
