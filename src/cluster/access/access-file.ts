import { dirname, isAbsolute, resolve } from 'node:path';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { EksChoice } from './eks-choice.js';
import type { ExecPlugin } from './exec-plugin.js';

/**
 * How one Cluster is reached: by `kubeconfig` and `context`, `inCluster`, `eks`, or `exec`; one of the four.
 */
export interface AccessEntry {
  /** Path of a kubeconfig. Default: the operator's. */
  readonly kubeconfig?: string;
  /** Default: the kubeconfig's current context where `kubeconfig` is given, otherwise the Cluster's own. */
  readonly context?: string;
  /** The service account of the pod that runs this. */
  readonly inCluster?: boolean;
  /** The AWS credential chain, with these choices. */
  readonly eks?: EksChoice;
  /** A command that prints credentials, in place of the one that its cluster Secret names. */
  readonly exec?: ExecPlugin;
  /**
   * For `exec`: URL of the API server. Needed where the cluster Secret stands in Git only: credentials go to
   * no address that Git says.
   */
  readonly server?: string;
  /** UID of the cluster's `kube-system` namespace: anything else is another cluster. */
  readonly uid?: string;
  /** Other names of the same cluster, in this repository or another one: it is knowingly theirs too. */
  readonly sharedWith?: readonly string[];
}

/** Where the cluster Secrets of an Argo CD are: in the cluster that it runs in, or in a file. */
export interface ArgocdAccess {
  /** Path of a kubeconfig. Default: the operator's. */
  readonly kubeconfig?: string;
  /** Default: the kubeconfig's current context. */
  readonly context?: string;
  /** The service account of the pod that runs this. */
  readonly inCluster?: boolean;
  /** Argo CD's own. Default: `argocd`. */
  readonly namespace?: string;
  /** Path of a file of cluster Secrets, in place of all this. */
  readonly secrets?: string;
}

/** A parsed access file. */
export interface AccessFile {
  /**
   * Its cluster Secrets, and the credentials in them, are used; in-cluster is the cluster that it runs in.
   */
  readonly argocd?: ArgocdAccess;
  /** By name of the Cluster. */
  readonly clusters: Readonly<Record<string, AccessEntry>>;
}

interface Place {
  readonly file: string;
  readonly problems: GitopsError[];
}

const FIELDS = ['kubeconfig', 'context', 'inCluster', 'eks', 'exec', 'server', 'uid', 'sharedWith'];
const EKS_FIELDS = ['profile', 'roleArn', 'region'];
const EXEC_FIELDS = ['command', 'args', 'env', 'apiVersion', 'provideClusterInfo'];
const ARGOCD_FIELDS = ['kubeconfig', 'context', 'inCluster', 'namespace', 'secrets'];

/**
 * Reads an access file (YAML or JSON): `clusters:` by name, and `argocd:`.
 *
 * @param file its path: relative paths in it are relative to its folder
 * @param known names of the Clusters of the repository. Default: names are not checked
 * @throws GitopsError CLUSTER_ACCESS_INVALID, all problems at once; MANIFEST_INVALID_YAML
 */
export function parseAccessFile(text: string, file: string, known?: readonly string[]): AccessFile {
  const place: Place = { file, problems: [] };
  const documents = parseYaml(text, file);
  const root = documents[0];
  if (
    documents.length !== 1 ||
    !isRecord(root) ||
    !(isRecord(root['clusters']) || (root['clusters'] === undefined && root['argocd'] !== undefined))
  ) {
    throw problem(
      file,
      "has no 'clusters'",
      "Write 'clusters:' with one entry for each Cluster, such as 'prod: { context: prod }'.",
    );
  }
  refuseUnknown(root, ['argocd', 'clusters'], '', place);
  const argocd = argocdAt(root['argocd'], place);
  const clusters = Object.entries(isRecord(root['clusters']) ? root['clusters'] : {}).map(([name, value]) => {
    if (known?.includes(name) === false)
      place.problems.push(
        problem(file, `names the cluster '${name}', which the repository does not have`, hasHint(known)),
      );
    return [name, entryOf(name, value, place)] as const;
  });
  GitopsError.throwAll(place.problems);
  return { argocd, clusters: Object.fromEntries(clusters) };
}

function entryOf(name: string, value: unknown, place: Place): AccessEntry {
  const at = `clusters.${name}`;
  if (!isRecord(value)) {
    place.problems.push(
      problem(place.file, `has no way in for '${at}'`, 'Give it kubeconfig and context, inCluster, eks, or exec.'),
    );
    return {};
  }
  refuseUnknown(value, FIELDS, `${at}.`, place);
  const kubeconfig = textAt(value, 'kubeconfig', at, place);
  const context = textAt(value, 'context', at, place);
  const inCluster = flagAt(value, 'inCluster', at, place);
  const eks = eksAt(value['eks'], `${at}.eks`, place);
  const exec = execAt(value['exec'], `${at}.exec`, place);
  const server = textAt(value, 'server', at, place);
  const ways = [
    kubeconfig !== undefined || context !== undefined,
    inCluster === true,
    eks !== undefined,
    exec !== undefined,
  ].filter(Boolean).length;
  if (ways > 1)
    place.problems.push(
      problem(
        place.file,
        `gives more than one way in for '${at}'`,
        'Keep one of kubeconfig/context, inCluster, eks and exec.',
      ),
    );
  if (server !== undefined && (exec === undefined || !server.startsWith('https://')))
    place.problems.push(
      problem(
        place.file,
        `has '${at}.server', which is of use to exec only, as an https address`,
        'Correct or remove it.',
      ),
    );
  const uid = textAt(value, 'uid', at, place);
  const sharedWith = namesAt(value['sharedWith'], `${at}.sharedWith`, place);
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig: absolute(kubeconfig, place) }),
    context,
    ...(inCluster ? { inCluster } : {}),
    eks,
    exec,
    server,
    uid,
    sharedWith,
  };
}

function eksAt(value: unknown, at: string, place: Place): EksChoice | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    place.problems.push(
      problem(
        place.file,
        `has '${at}', which is not a map`,
        'Write it as eks: { profile, roleArn, region }, each optional.',
      ),
    );
    return undefined;
  }
  refuseUnknown(value, EKS_FIELDS, `${at}.`, place);
  const entries = EKS_FIELDS.map((field) => [field, textAt(value, field, at, place)] as const);
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined));
}

function argocdAt(value: unknown, place: Place): ArgocdAccess | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    place.problems.push(
      problem(
        place.file,
        "has 'argocd', which is not a map",
        'Write it as argocd: { context: hub, namespace: argocd }, or { secrets: FILE }.',
      ),
    );
    return undefined;
  }
  refuseUnknown(value, ARGOCD_FIELDS, 'argocd.', place);
  const [kubeconfig, context, namespace, secrets] = ['kubeconfig', 'context', 'namespace', 'secrets'].map((field) =>
    textAt(value, field, 'argocd', place),
  );
  const inCluster = flagAt(value, 'inCluster', 'argocd', place);
  const ways = [kubeconfig !== undefined || context !== undefined, inCluster === true, secrets !== undefined].filter(
    Boolean,
  ).length;
  if (ways > 1)
    place.problems.push(
      problem(
        place.file,
        "gives more than one way in for 'argocd'",
        'Keep one of kubeconfig/context, inCluster and secrets.',
      ),
    );
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig: absolute(kubeconfig, place) }),
    context,
    ...(inCluster ? { inCluster } : {}),
    namespace,
    ...(secrets === undefined ? {} : { secrets: absolute(secrets, place) }),
  };
}

function execAt(value: unknown, at: string, place: Place): ExecPlugin | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value) || typeof value['command'] !== 'string' || value['command'] === '') {
    place.problems.push(
      problem(
        place.file,
        `has no command in '${at}'`,
        'Write it as exec: { command, args, env, apiVersion, provideClusterInfo }.',
      ),
    );
    return undefined;
  }
  refuseUnknown(value, EXEC_FIELDS, `${at}.`, place);
  const { command, args = [], env = {} } = value;
  const isTexts = Array.isArray(args) && args.every((one): one is string => typeof one === 'string');
  if (!isTexts)
    place.problems.push(
      problem(place.file, `has '${at}.args', which is not a list of texts`, 'Quote what is a number or a flag.'),
    );
  const variables = isRecord(env) ? Object.entries(env) : [];
  if (!isRecord(env) || !variables.every(([, one]) => typeof one === 'string'))
    place.problems.push(
      problem(place.file, `has '${at}.env', which is not a map of texts`, 'Write it as env: { NAME: value }.'),
    );
  const apiVersion = textAt(value, 'apiVersion', at, place);
  const provideClusterInfo = flagAt(value, 'provideClusterInfo', at, place);
  return {
    command: command.includes('/') ? absolute(command, place) : command,
    args: isTexts ? args : [],
    env: variables.map(([name, one]) => ({ name, value: String(one) })),
    apiVersion,
    provideClusterInfo,
  };
}

function absolute(path: string, { file }: Place): string {
  return isAbsolute(path) ? path : resolve(dirname(file), path);
}

function textAt(value: Readonly<Record<string, unknown>>, field: string, at: string, place: Place): string | undefined {
  const found = value[field];
  if (found === undefined || (typeof found === 'string' && found !== '')) return found;
  place.problems.push(problem(place.file, `has '${at}.${field}', which is not a text`, `Give '${field}' a text.`));
  return undefined;
}

function flagAt(
  value: Readonly<Record<string, unknown>>,
  field: string,
  at: string,
  place: Place,
): boolean | undefined {
  const found = value[field];
  if (found === undefined || typeof found === 'boolean') return found;
  place.problems.push(
    problem(
      place.file,
      `has '${at}.${field}', which is neither true nor false`,
      `Set '${field}' to true, or leave it out.`,
    ),
  );
  return undefined;
}

function namesAt(value: unknown, at: string, place: Place): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = Array.isArray(value) ? value : [];
  if (!Array.isArray(value) || !names.every((name) => typeof name === 'string')) {
    place.problems.push(
      problem(place.file, `has '${at}', which is not a list of names`, 'List the names of Clusters.'),
    );
    return undefined;
  }
  return names;
}

function refuseUnknown(
  value: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  prefix: string,
  place: Place,
): void {
  for (const field of Object.keys(value).filter((key) => !fields.includes(key))) {
    place.problems.push(
      problem(place.file, `has the unknown field '${prefix}${field}'`, `Known are: ${fields.join(', ')}.`),
    );
  }
}

function hasHint(known: readonly string[] = []): string {
  return known.length > 0 ? `It has: ${known.map((name) => `'${name}'`).join(', ')}.` : 'It has no Clusters at all.';
}

function problem(file: string, what: string, hint: string): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', `the access file '${file}' ${what}`, { hint, source: { file } });
}
