import { type ClusterSecret, IN_CLUSTER_SERVER, parseClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { matchesGlob } from '../../argocd/glob.js';
import { readHealthOverrides } from '../../argocd/health-overrides.js';
import { SYNC_WAVE_ANNOTATION, waveOf } from '../../argocd/sync/waves.js';
import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { type ControlEvidence, controlNamespaces } from '../../render/resources/control-namespaces.js';
import { isArgo } from '../../render/resources/find-resources.js';
import type { AppOfApps } from '../revision/apps-of-apps.js';
import type { Finding } from '../verdicts/finding.js';

type Resources = ControlEvidence;

/**
 * An object that an app of apps brings, itself or through what it brings, and the wave in which that begins.
 */
interface Part {
  readonly object: KubeObject;
  readonly wave: number;
  /** The ApplicationSet that makes it. */
  readonly set?: string;
  /** Whether the app of apps waits for it: not for what an Application of an ApplicationSet brings. */
  readonly isAwaited: boolean;
}

/**
 * Finds Argo Applications that an app of apps brings in an earlier wave than the AppProject or the cluster
 * Secret that they need. Where the kind Application has a health rule Argo CD waits for them before it brings
 * what they need, so for ever; for an ApplicationSet it always does. Namespaces, too. Pure.
 */
export function checkWaves(apps: readonly AppOfApps[], resources: Resources): readonly Finding[] {
  const waits = hasApplicationHealth(resources.settings?.resource);
  return apps.flatMap((app) => {
    const itself = new Set([`Application/${app.found.resource.metadata.name}`]);
    const parts = app.objects.flatMap((object) =>
      partsOf({ object, wave: waveOf(object), isAwaited: true }, { apps, resources }, itself),
    );
    const provided = new Map<string, Part>();
    for (const part of parts) {
      for (const key of keysOf(part.object))
        if ((provided.get(key)?.wave ?? Number.POSITIVE_INFINITY) > part.wave) provided.set(key, part);
    }
    const late = new Map<KubeObject, Part>();
    for (const part of parts.filter(({ object, isAwaited }) => isAwaited && isArgo(object, 'Application'))) {
      for (const { object, wave } of needsOf(part.object).flatMap((key) => provided.get(key) ?? []))
        if (wave > part.wave && (late.get(object)?.wave ?? Number.POSITIVE_INFINITY) > part.wave)
          late.set(object, part);
    }
    const own = controlNamespaces(resources)(app.found.resource.metadata);
    return [
      ...[...late].map(([object, part]) =>
        finding(app, { object, wave: waveIn(provided, object), part }, { waits, resources }),
      ),
      ...lateNamespaces(app, own),
    ];
  });
}

/** Namespaces, other than Argo CD's own, in a later wave than an object in them. */
function lateNamespaces({ found, objects }: AppOfApps, own = found.resource.metadata.namespace): readonly Finding[] {
  const namespaces = objects.filter(
    ({ apiVersion, kind, metadata }) => apiVersion === 'v1' && kind === 'Namespace' && metadata.name !== own,
  );
  return namespaces.flatMap((namespace): Finding[] => {
    const { name } = namespace.metadata;
    const early = objects.filter((object) => object.metadata.namespace === name && waveOf(object) < waveOf(namespace));
    const [first] = early.sort((left, right) => waveOf(left) - waveOf(right));
    if (first === undefined) return [];
    const wave = waveOf(first);
    const message =
      `app of apps '${found.resource.metadata.name}' brings ${first.kind} '${first.metadata.name}' in wave ${wave}, ` +
      `and its Namespace '${name}' in wave ${waveOf(namespace)}: the first wave fails, so that Argo CD never comes to the second`;
    const hint = `Give the Namespace '${name}' a wave not after ${wave}: ${SYNC_WAVE_ANNOTATION}: '${wave}'.`;
    return [
      {
        rule: 'needed-later',
        level: 'warning',
        message,
        file: found.file,
        object: `${first.kind} ${first.metadata.name}`,
        hint,
      },
    ];
  });
}

interface Graph {
  readonly apps: readonly AppOfApps[];
  readonly resources: Resources;
}

/** It, and what it brings in its turn where it is an Application or an ApplicationSet. */
function partsOf(part: Part, graph: Graph, above: ReadonlySet<string>): readonly Part[] {
  const { object, set, isAwaited } = part;
  const { name } = object.metadata;
  const key = `${object.kind}/${name}`;
  if (above.has(key)) return [];
  const path = new Set([...above, key]);
  if (isArgo(object, 'ApplicationSet')) {
    const all = [...graph.resources.applications, ...graph.resources.roots];
    const made = all.filter(({ origin }) => origin?.kind === 'ApplicationSet' && origin.name === name);
    return [part, ...made.flatMap(({ resource }) => partsOf({ ...part, object: resource, set: name }, graph, path))];
  }
  if (!isArgo(object, 'Application')) return [part];
  const objects = graph.apps.find(({ found }) => found.resource.metadata.name === name)?.objects ?? [];
  const { wave } = part;
  return [
    part,
    ...objects.flatMap((one) => partsOf({ object: one, wave, isAwaited: isAwaited && set === undefined }, graph, path)),
  ];
}

/** What an object is to those that need it. */
function keysOf(object: KubeObject): readonly string[] {
  if (isArgo(object, 'AppProject')) return [`project ${object.metadata.name}`];
  const cluster = clusterOf(object);
  return cluster?.server === undefined ? [] : [`cluster ${cluster.name}`, `server ${cluster.server}`];
}

/** Argo CD has the project `default` and its own cluster from the beginning. */
function needsOf({ spec }: KubeObject): readonly string[] {
  if (!isRecord(spec)) return [];
  const { project = 'default', destination } = spec;
  const { name, server } = isRecord(destination) ? destination : {};
  return [
    ...(project === 'default' || project === '' ? [] : [`project ${anyText(project)}`]),
    ...(typeof name === 'string' && name !== 'in-cluster' ? [`cluster ${name}`] : []),
    ...(typeof server === 'string' && server !== IN_CLUSTER_SERVER ? [`server ${server}`] : []),
  ];
}

function clusterOf(object: KubeObject): ClusterSecret | undefined {
  try {
    return parseClusterSecret(object);
  } catch (error) {
    if (GitopsError.is(error)) return undefined; // a problem of its own
    throw error;
  }
}

function waveIn(provided: ReadonlyMap<string, Part>, object: KubeObject): number {
  return [...provided.values()].find((part) => part.object === object)?.wave ?? 0;
}

interface Late {
  readonly object: KubeObject;
  readonly wave: number;
  /** Who needs it first. */
  readonly part: Part;
}

function finding(
  { found }: AppOfApps,
  { object, wave, part }: Late,
  { waits, resources }: { readonly waits: boolean; readonly resources: Resources },
): Finding {
  const isProject = isArgo(object, 'AppProject');
  const { name } = object.metadata;
  const needed = `the ${isProject ? 'AppProject' : 'cluster Secret'} '${name}'`;
  const application = part.object.metadata.name;
  const file = isProject
    ? resources.projects.find(({ resource }) => resource.metadata.name === name)?.file
    : [...resources.applications, ...resources.roots].find(({ resource }) => resource.metadata.name === application)
        ?.file;
  const isCertain = waits || part.set !== undefined;
  const who = part.set === undefined ? `'${application}'` : `'${application}' of ApplicationSet '${part.set}'`;
  return {
    rule: 'needed-later',
    level: isCertain ? 'error' : 'warning',
    message:
      `app of apps '${found.resource.metadata.name}' brings ${who} in wave ${part.wave}, and ${needed}, which it needs, in wave ${wave}: ` +
      `${isCertain ? 'Argo CD' : 'with a health rule for Applications Argo CD'} waits for the first before it brings the second, so for ever`,
    file: file ?? found.file,
    object: isProject ? `AppProject ${name}` : `Application ${application}`,
    hint: `Give ${needed} a wave before ${part.wave}: ${SYNC_WAVE_ANNOTATION}: '${part.wave - 1}'. gitops synth writes it for those it makes.`,
  };
}

function hasApplicationHealth(settings: KubeObject | undefined): boolean {
  if (settings === undefined) return false;
  try {
    return Object.keys(readHealthOverrides(settings)).some((pattern) =>
      matchesGlob('argoproj.io/Application', pattern),
    );
  } catch (error) {
    if (GitopsError.is(error)) return false; // a problem of its own
    throw error;
  }
}
