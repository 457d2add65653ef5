import type { Crd } from '../../engines/crd/crd.js';
import { GitopsError } from '../../errors.js';
import { groupBy } from '../../manifest/group-by.js';
import { versionOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredHook, DesiredObject } from '../objects/desired.js';
import { isDefinition, upcomingKinds } from '../objects/upcoming-kinds.js';
import { instantiateHook, SAMPLE_OCCASION } from './instantiate-hook.js';

/**
 * What the CustomResourceDefinitions of a run say of its custom resources, by their `hash`: what is wrong
 * with one, in the API server's words; nothing for one that they allow. Absent is what has none in the run,
 * or one that cannot be used.
 */
export type CustomVerdicts = ReadonlyMap<string, readonly string[]>;

/**
 * Judges custom resources by the schemas that come with them, because the cluster has not got these yet.
 *
 * @param objects what a run may apply, CustomResourceDefinitions among it
 * @param crd asked for only when there is something to judge
 */
export async function judgeCustom(
  objects: readonly (DesiredObject | DesiredHook)[],
  crd: () => Pick<Crd, 'validate'>,
): Promise<CustomVerdicts> {
  const definitions = objects.map(({ manifest }) => manifest).filter(isDefinition);
  const byKind = new Map(
    definitions.flatMap((definition) => upcomingKinds([definition]).map((kind) => [keyOf(kind), definition] as const)),
  );
  if (byKind.size === 0) return new Map();
  const groups = groupBy(objects, ({ identity, manifest }) =>
    byKind.get(keyOf({ ...identity, version: versionOf(manifest.apiVersion) })),
  );
  const judged = await Promise.all(
    [...groups].map(([definition, group]) => (definition ? judgeGroup(group, definition, crd) : [])),
  );
  return new Map(judged.flat());
}

async function judgeGroup(
  group: readonly (DesiredObject | DesiredHook)[],
  definition: KubeObject,
  crd: () => Pick<Crd, 'validate'>,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const version = versionOf(group[0]!.manifest.apiVersion);
  try {
    const problems = await crd().validate(definition, version, group.map(manifestOf));
    return group.map(({ hash, validate }, index) => [
      hash,
      (problems[index] ?? []).filter((problem) => validate !== false || !isUnknownField(problem)),
    ]);
  } catch (error) {
    // The API server says better what is wrong with the definition.
    if (GitopsError.is(error) && error.code === 'ENGINE_CRD_FAILED') return [];
    throw error;
  }
}

function manifestOf(object: DesiredObject | DesiredHook): KubeObject {
  return 'phases' in object
    ? instantiateHook(object, object.phases[0] ?? 'Sync', SAMPLE_OCCASION).manifest
    : object.manifest;
}

function isUnknownField(problem: string): boolean {
  return problem.endsWith(': unknown field');
}

function keyOf({
  group,
  version,
  kind,
}: {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}): string {
  return `${group}/${version}/${kind}`;
}
