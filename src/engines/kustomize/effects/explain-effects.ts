import { GitopsError } from '../../../errors.js';
import { FileSet } from '../../../files/file-set.js';
import type { KubeObject } from '../../../manifest/kube-object.js';
import { toYaml } from '../../../manifest/yaml.js';
import { inputFinder } from '../build-inputs.js';
import type { BuildRequest, Kustomize } from '../kustomize.js';
import { type ChangedObject, compareBuilds } from './compare-builds.js';
import { type Directive, type Kustomization, probing, withoutDirective } from './directive.js';
import { directivesIn, type PlacedDirective } from './directives-in.js';

/** The effect of one directive of a kustomization file on the result. kustomize itself does not report it. */
export interface DirectiveEffect {
  readonly directive: Directive;
  /** The kustomization file. */
  readonly file: string;
  /** The objects that would differ without it; empty when it changes nothing. */
  readonly changed: readonly ChangedObject[];
  /** When it changes nothing: whether it selects an object, as far as that is known. */
  readonly selects?: boolean;
  /** True when the build fails without it. */
  readonly required?: boolean;
}

/**
 * Finds the changes of each patch, image, replica count, label and replacement of a directory and of the
 * components it includes.
 *
 * It builds without each directive, which is exact for every directive and order. These builds are not kept,
 * because nothing else needs them. A build without a directive reads the same files or fewer. Bases are
 * directories of their own.
 *
 * @param isAsked which directives to explain: each takes a build. Default: all
 * @throws GitopsError when there are such directives and the directory itself cannot be built
 */
export async function explainEffects(
  kustomize: Kustomize,
  files: FileSet,
  directory: string,
  isAsked: (placed: PlacedDirective) => boolean = () => true,
): Promise<readonly DirectiveEffect[]> {
  const inputs = inputFinder(files)(directory);
  const own = FileSet.of(inputs.paths.map((path) => [path, files.get(path) ?? ''] as const));
  const directives = directivesIn(own, directory).filter(isAsked);
  if (directives.length === 0) return [];
  const result = await kustomize.build(own, directory);
  const edit = (file: string, content: Kustomization): BuildRequest => ({
    directory,
    files: own.with(FileSet.of([[file, toYaml(content)]])),
    isComplete: true,
  });
  const without = await kustomize.buildMany(
    directives.map(({ file, content, directive }) => edit(file, withoutDirective(content, directive))),
  );
  const effects = directives.map((one, at) => ({ ...one, changed: changesOf(without[at], result) }));
  const silent = effects.filter(({ changed }) => changed?.length === 0);
  const probes = silent.map(({ content, directive }) => probing(content, directive));
  const probed = await kustomize.buildMany(
    silent.flatMap(({ file }, at) => (probes[at] ? [edit(file, probes[at])] : [])),
  );
  let next = 0;
  const selects = new Map(
    silent.map(({ directive }, at) => [
      directive,
      probes[at] ? (changesOf(probed[next++], result)?.length ?? 1) > 0 : undefined,
    ]),
  );
  return effects.map(({ file, directive, changed }): DirectiveEffect => {
    const selected = selects.get(directive);
    if (changed === undefined) return { file, directive, changed: [], required: true };
    return { file, directive, changed, selects: selected };
  });
}

/** Undefined where the build fails. */
function changesOf(
  built: KubeObject[] | GitopsError | undefined,
  result: readonly KubeObject[],
): readonly ChangedObject[] | undefined {
  return built === undefined || GitopsError.is(built) ? undefined : compareBuilds(built, result);
}
