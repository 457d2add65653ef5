import { trimEndOf } from '../../../host/trim-end-of.js';
import { isRecord, type KubeObject } from '../../../manifest/kube-object.js';
import { anyText } from '../../../manifest/untyped.js';
import { IN_CLUSTER_SERVER, secretTexts } from '../../clusters/cluster-secret.js';
import { appendValues } from './append-values.js';
import type { ClusterGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { labelSelector, selectsEverything } from './label-selector.js';
import { MapList } from './map-list.js';
import { normalizeName } from './normalize-name.js';
import type { Parameters } from './parameters.js';
import { StringMap } from './string-map.js';

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const IN_CLUSTER = 'in-cluster';
/** This annotation has the whole Secret with credentials, so that templates do not get it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The parameters of the clusters whose Secrets the generator selects, in the order of the Secrets' names.
 * Argo CD's own cluster needs no Secret. It comes first, unless a Secret describes it or the generator has a
 * selector.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Cluster/
 */
export async function clusterParameters(
  generator: ClusterGenerator,
  context: GeneratorContext,
): Promise<readonly Parameters[]> {
  const { selector = {}, values, flatList = false } = generator;
  const isSelected = labelSelector(selector, true);
  const secrets = context.clusters
    .filter(isClusterSecret)
    .sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
  const known = secrets.map((secret) => ({ secret, texts: secretTexts(secret) }));
  // Of several with one name the last one counts, once for each.
  const selected = new Map(
    known.filter(({ secret }) => isSelected(secret.metadata.labels ?? {})).map((one) => [one.texts['name'] ?? '', one]),
  );
  const hasOwn = known.some(({ texts }) => withoutSlash(texts['server']) === IN_CLUSTER_SERVER);
  const names = [...known.map(({ texts }) => texts['name'] ?? ''), ...(hasOwn ? [] : [IN_CLUSTER])];
  const local = names.filter((name) => !selected.has(name) && selectsEverything(selector)).map(() => localParameters());
  const found = names
    .flatMap((name) => selected.get(name) ?? [])
    .map(({ secret, texts }) => secretParameters(secret, texts, context.goTemplate));
  const parameters = await appendValues(values, [...local, ...found], context);
  return flatList ? [{ clusters: new MapList(parameters) }] : parameters;
}

function isClusterSecret({ apiVersion, kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && apiVersion === 'v1' && metadata.labels?.[SECRET_TYPE] === 'cluster';
}

function localParameters(): Parameters {
  return { name: IN_CLUSTER, nameNormalized: IN_CLUSTER, server: IN_CLUSTER_SERVER, project: '' };
}

function secretParameters(
  { metadata }: KubeObject,
  texts: Readonly<Record<string, string>>,
  goTemplate: boolean,
): Parameters {
  const { name = '', server = '', project = '' } = texts;
  const labels = stringsOf(metadata.labels);
  const { [LAST_APPLIED]: _, ...annotated } = metadata.annotations ?? {};
  const annotations = stringsOf(annotated);
  const facts = { name, nameNormalized: normalizeName(name), server, project };
  if (goTemplate) {
    const given = {
      ...(annotations === undefined ? {} : { annotations }),
      ...(labels === undefined ? {} : { labels }),
    };
    return {
      ...facts,
      metadata: Object.fromEntries(Object.entries(given).map(([key, map]) => [key, new StringMap(map)])),
    };
  }
  return { ...facts, ...prefixed('metadata.annotations.', annotations), ...prefixed('metadata.labels.', labels) };
}

function stringsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, anyText(item)]));
}

function prefixed(prefix: string, map: Readonly<Record<string, string>> = {}): Parameters {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [`${prefix}${key}`, value]));
}

function withoutSlash(server: string | undefined): string | undefined {
  return server === undefined ? undefined : trimEndOf(server, '/');
}
