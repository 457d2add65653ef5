import type { ApplicationSource } from '../../argocd/application/application.js';
import { defined } from '../../manifest/defined.js';
import { toYaml } from '../../manifest/yaml.js';
import { isSelector, type ObjectSelector, Patch, type PatchChange } from '../patch.js';
import type { SourceProblem } from './reference-problems.js';

type KustomizePatches = NonNullable<ApplicationSource['kustomize']>['patches'];

/** kustomize wants a name in a patch, and takes that of the target. */
const ANY_NAME = 'any';

/** The patches as kustomize spells them, and what is wrong with them. Pure. */
export function kustomizePatches(given: readonly unknown[] | undefined): {
  readonly patches: KustomizePatches;
  readonly problems: readonly SourceProblem[];
} {
  if (given === undefined) return { patches: undefined, problems: [] };
  const problems: SourceProblem[] = [];
  const patches = given.flatMap((patch, index) => {
    if (!Patch.is(patch)) {
      problems.push({
        message: `patches[${index}] is not a patch`,
        hint: 'Give patch(selector, { … }), jsonPatch(selector, [ … ]) or remove(selector).',
      });
      return [];
    }
    if (!isSelector(patch._target)) {
      problems.push({
        message: `patches[${index}] names a construct, but the objects of a source do not have constructs`,
        hint: "Give a selector: { kind: 'Deployment', name: 'web' }.",
      });
      return [];
    }
    return [{ target: targetOf(patch._target), patch: textOf(patch._target, patch._change) }];
  });
  return { patches, problems };
}

/** The names of a target are regular expressions that match the whole name. */
function targetOf({ kind, name, group, namespace }: ObjectSelector) {
  const exactly = (value: string | undefined) => value?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return defined({ group: exactly(group), kind: exactly(kind), name: exactly(name), namespace: exactly(namespace) });
}

function textOf({ kind, name = ANY_NAME }: ObjectSelector, change: PatchChange): string {
  if (change.kind === 'json') return toYaml(change.operations);
  const body = change.kind === 'remove' ? { $patch: 'delete' } : change.body;
  const { metadata, ...rest } = body as { readonly metadata?: object }; // a merge is a map of fields
  return toYaml({ apiVersion: ANY_NAME, kind, metadata: { name, ...metadata }, ...rest });
}
