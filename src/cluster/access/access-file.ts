import { dirname, isAbsolute, resolve } from 'node:path';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { EksChoice } from './eks-choice.js';

/** How one Cluster is reached: by `kubeconfig` and `context`, `inCluster`, or `eks`; one of the three. */
export interface AccessEntry {
  /** Path of a kubeconfig. Default: the operator's. */
  readonly kubeconfig?: string;
  /** Default: the kubeconfig's current context where `kubeconfig` is given, otherwise the Cluster's own. */
  readonly context?: string;
  /** The service account of the pod that runs this. */
  readonly inCluster?: boolean;
  /** The AWS credential chain, with these choices. */
  readonly eks?: EksChoice;
  /** UID of the cluster's `kube-system` namespace: anything else is another cluster. */
  readonly uid?: string;
  /** Other Clusters of the repository that are knowingly the same cluster. */
  readonly sharedWith?: readonly string[];
}

/** A parsed access file. */
export interface AccessFile {
  /** By name of the Cluster. */
  readonly clusters: Readonly<Record<string, AccessEntry>>;
}

interface Place {
  readonly file: string;
  readonly problems: GitopsError[];
}

const FIELDS = ['kubeconfig', 'context', 'inCluster', 'eks', 'uid', 'sharedWith'];
const EKS_FIELDS = ['profile', 'roleArn', 'region'];

/**
 * Reads an access file (YAML or JSON): `clusters:` by name.
 *
 * @param file its path: relative kubeconfig paths in it are relative to its folder
 * @param known names of the Clusters of the repository
 * @throws GitopsError CLUSTER_ACCESS_INVALID, all problems at once; MANIFEST_INVALID_YAML
 */
export function parseAccessFile(text: string, file: string, known: readonly string[]): AccessFile {
  const place: Place = { file, problems: [] };
  const documents = parseYaml(text, file);
  const root = documents[0];
  if (documents.length !== 1 || !isRecord(root) || !isRecord(root['clusters'])) {
    throw problem(file, "has no 'clusters'", "Write 'clusters:' with one entry for each Cluster, such as 'prod: { context: prod }'.");
  }
  refuseUnknown(root, ['clusters'], '', place);
  const clusters = Object.entries(root['clusters']).map(([name, value]) => {
    if (!known.includes(name)) place.problems.push(problem(file, `names the cluster '${name}', which the repository does not have`, hasHint(known)));
    return [name, entryOf(name, value, known, place)] as const;
  });
  GitopsError.throwAll(place.problems);
  return { clusters: Object.fromEntries(clusters) };
}

function entryOf(name: string, value: unknown, known: readonly string[], place: Place): AccessEntry {
  const at = `clusters.${name}`;
  if (!isRecord(value)) {
    place.problems.push(problem(place.file, `has no way in for '${at}'`, 'Give it kubeconfig and context, inCluster, or eks.'));
    return {};
  }
  refuseUnknown(value, FIELDS, `${at}.`, place);
  const kubeconfig = textAt(value, 'kubeconfig', at, place);
  const context = textAt(value, 'context', at, place);
  const inCluster = flagAt(value, 'inCluster', at, place);
  const eks = eksAt(value['eks'], `${at}.eks`, place);
  const ways = [kubeconfig !== undefined || context !== undefined, inCluster === true, eks !== undefined].filter(Boolean).length;
  if (ways > 1)
    place.problems.push(problem(place.file, `gives more than one way in for '${at}'`, 'Keep one of kubeconfig/context, inCluster and eks.'));
  const uid = textAt(value, 'uid', at, place);
  const sharedWith = namesAt(value['sharedWith'], `${at}.sharedWith`, known, place);
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig: isAbsolute(kubeconfig) ? kubeconfig : resolve(dirname(place.file), kubeconfig) }),
    ...(context === undefined ? {} : { context }),
    ...(inCluster ? { inCluster } : {}),
    ...(eks === undefined ? {} : { eks }),
    ...(uid === undefined ? {} : { uid }),
    ...(sharedWith === undefined ? {} : { sharedWith }),
  };
}

function eksAt(value: unknown, at: string, place: Place): EksChoice | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    place.problems.push(problem(place.file, `has '${at}', which is not a map`, 'Write it as eks: { profile, roleArn, region }, each optional.'));
    return undefined;
  }
  refuseUnknown(value, EKS_FIELDS, `${at}.`, place);
  const entries = EKS_FIELDS.map((field) => [field, textAt(value, field, at, place)] as const);
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined));
}

function textAt(value: Readonly<Record<string, unknown>>, field: string, at: string, place: Place): string | undefined {
  const found = value[field];
  if (found === undefined || (typeof found === 'string' && found !== '')) return found;
  place.problems.push(problem(place.file, `has '${at}.${field}', which is not a text`, `Give '${field}' a text.`));
  return undefined;
}

function flagAt(value: Readonly<Record<string, unknown>>, field: string, at: string, place: Place): boolean | undefined {
  const found = value[field];
  if (found === undefined || typeof found === 'boolean') return found;
  place.problems.push(problem(place.file, `has '${at}.${field}', which is neither true nor false`, `Set '${field}' to true, or leave it out.`));
  return undefined;
}

function namesAt(value: unknown, at: string, known: readonly string[], place: Place): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = Array.isArray(value) ? value : [];
  if (!Array.isArray(value) || !names.every((name) => typeof name === 'string')) {
    place.problems.push(problem(place.file, `has '${at}', which is not a list of names`, 'List the names of Clusters.'));
    return undefined;
  }
  const unknown = names.filter((name) => !known.includes(name));
  for (const name of unknown)
    place.problems.push(problem(place.file, `names the cluster '${name}' in '${at}', which the repository does not have`, hasHint(known)));
  return names;
}

function refuseUnknown(value: Readonly<Record<string, unknown>>, fields: readonly string[], prefix: string, place: Place): void {
  for (const field of Object.keys(value).filter((key) => !fields.includes(key))) {
    place.problems.push(problem(place.file, `has the unknown field '${prefix}${field}'`, `Known are: ${fields.join(', ')}.`));
  }
}

function hasHint(known: readonly string[]): string {
  return known.length > 0 ? `It has: ${known.map((name) => `'${name}'`).join(', ')}.` : 'It has no Clusters at all.';
}

function problem(file: string, what: string, hint: string): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', `the access file '${file}' ${what}`, { hint, source: { file } });
}
