import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { GitopsError } from '../errors.js';
import { type KubeObject, toKubeObject } from '../manifest/kube-object.js';
import type { CallSite } from './call-site.js';
import { RawObject } from './raw-object.js';
import { runUserCode, userCodeFailed } from './user-code.js';

/** An object and the construct that made it, so that handles find it. */
export interface TreeObject {
  readonly construct: IConstruct;
  readonly object: KubeObject;
}

/** What is built, for errors. */
export interface BuildPlace {
  /** Path of the base or overlay. */
  readonly where: string;
  /** Its line, for errors without a line of their own. */
  readonly site?: CallSite;
}

export interface BuiltTree<Handles> {
  readonly handles: Handles;
  readonly objects: readonly TreeObject[];
  /** Set when some construct comes from a second copy of `constructs`. */
  readonly copies?: string;
}

/**
 * Runs `resources` in a tree of its own, whose only ancestor is the id: constructs of cdk8s-plus derive
 * names, labels and selectors from the path, so every build of one Application agrees. Each object is
 * serialised once: Lazy values may count calls.
 *
 * @throws GitopsError MODEL_RESOURCES_FAILED with the line in the user's code
 */
export function buildTree<Handles>(
  id: string,
  place: BuildPlace,
  resources: (scope: Construct) => Handles,
): BuiltTree<Handles> {
  const code = { what: 'resources()', ...place };
  // cdk8s wants an App (it holds the resolvers) and a Chart (it makes names). The App has no id and no part
  // in the path; no namespace: it would stamp cluster-scoped objects.
  const chart = new Chart(new App(), id, { disableResourceNameHashes: true });
  const handles = runUserCode(code, () => resources(chart));
  const constructs = chart.node.findAll();
  const invalid = constructs.flatMap((construct) =>
    construct.node.validate().map((message) => userCodeFailed(code, `${construct.node.path}: ${message}`)),
  );
  GitopsError.throwAll(invalid);
  const objects = constructs.flatMap((construct) => {
    const object = runUserCode(code, () => toObject(construct));
    return object ? [{ construct, object }] : [];
  });
  const second = constructs.find((construct) => construct.node.constructor !== chart.node.constructor);
  return { handles, objects, ...(second ? { copies: second.node.path } : {}) };
}

function toObject(construct: IConstruct): KubeObject | undefined {
  if (RawObject.is(construct)) return sortKeys(construct.toJson());
  if (!ApiObject.isApiObject(construct)) return undefined;
  return toKubeObject(construct.toJson(), `'${construct.node.path}'`, {});
}

/** Keys in the order cdk8s writes them: apiVersion, kind, metadata, then sorted. */
export function sortKeys(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  return {
    apiVersion,
    kind,
    metadata: sorted(metadata) as KubeObject['metadata'],
    ...(sorted(rest) as Record<string, unknown>),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key])]),
  );
}
