import { dirname, isAbsolute, resolve } from 'node:path';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { lineOfSteps } from '../../manifest/line-of-steps.js';
import { readShape, type Shape, type Step, type TypeOf } from '../../manifest/shape.js';
import { parseYaml } from '../../manifest/yaml.js';
import { ARGOCD_SHAPE, ENTRY_SHAPE, FILE_SHAPE } from './access-shape.js';
import type { ExecPlugin } from './exec-plugin.js';

type GivenEntry = TypeOf<typeof ENTRY_SHAPE>;

/** How one Cluster is reached, with absolute paths. */
export type AccessEntry = Omit<GivenEntry, 'exec'> & { readonly exec?: ExecPlugin };

/** Where the cluster Secrets of an Argo CD are, with absolute paths. */
export type ArgocdAccess = TypeOf<typeof ARGOCD_SHAPE>;

/** A parsed access file. */
export interface AccessFile {
  /**
   * Its cluster Secrets, and the credentials in them, are used; in-cluster is the cluster that it runs in.
   */
  readonly argocd?: ArgocdAccess;
  /** By name of the Cluster. */
  readonly clusters: Readonly<Record<string, AccessEntry>>;
}

/**
 * Reads an access file (YAML or JSON): `clusters:` by name, and `argocd:`.
 *
 * @param file its path: relative paths in it are relative to its folder
 * @param known names of the Clusters of the repository. Default: names are not checked
 * @throws GitopsError CLUSTER_ACCESS_INVALID, all problems at once; MANIFEST_INVALID_YAML
 */
export function parseAccessFile(text: string, file: string, known?: readonly string[]): AccessFile {
  const problems: GitopsError[] = [];
  const note = (what: string, hint: string, steps: readonly Step[] = []): void => {
    const source = { file, line: lineOfSteps(text, steps) };
    problems.push(new GitopsError('CLUSTER_ACCESS_INVALID', `the access file '${file}' ${what}`, { hint, source }));
  };
  /** Values are not shown: the environment of a command may hold a token. */
  const read = <T>(value: unknown, shape: Shape<T>, way: readonly string[]): T | undefined => {
    const path = way.join('.');
    const reading = readShape(value, shape, { path, nulls: 'wrong', unknownField: 'is not a known field' });
    for (const { path: at, message, steps = [] } of reading.problems)
      note(`cannot be used: ${at} ${message}`, hintOf(shape, path), [...way, ...steps]);
    return reading.value;
  };
  const [root, ...more] = parseYaml(text, file);
  if (more.length > 0 || !isRecord(root) || (root['clusters'] === undefined && root['argocd'] === undefined)) {
    note("has no 'clusters'", "Write 'clusters:' with one entry for each Cluster, such as 'prod: { context: prod }'.");
    throw GitopsError.all(problems);
  }
  const whole = read(root, FILE_SHAPE, []) ?? {};
  const argocd = whole.argocd && read(whole.argocd, ARGOCD_SHAPE, ['argocd']);
  if (argocd && waysOf(argocd).length > 1)
    note("gives more than one way in for 'argocd'", 'Keep one of kubeconfig/context, inCluster and secrets.');
  const clusters = Object.entries(whole.clusters ?? {}).map(([name, value]): readonly [string, AccessEntry] => {
    if (known?.includes(name) === false)
      note(`names the cluster '${name}', which the repository does not have`, hasHint(known));
    const way = ['clusters', name];
    const at = way.join('.');
    const entry = read(value, ENTRY_SHAPE, way) ?? {};
    if (waysOf(entry).length > 1)
      note(`gives more than one way in for '${at}'`, 'Keep one of kubeconfig/context, inCluster, eks and exec.');
    if (entry.server !== undefined && entry.exec === undefined)
      note(`has '${at}.server', which is of use to exec only`, 'Remove it.');
    return [name, withAbsolutePaths(entry, file)];
  });
  GitopsError.throwAll(problems);
  return {
    ...(argocd === undefined ? {} : { argocd: withAbsolutePaths(argocd, file) }),
    clusters: Object.fromEntries(clusters),
  };
}

/** The ways in that are given; a kubeconfig and its context are one. */
function waysOf(entry: GivenEntry & ArgocdAccess): readonly unknown[] {
  const { kubeconfig, context, inCluster, eks, exec, secrets } = entry;
  return [kubeconfig ?? context, inCluster === true ? true : undefined, eks, exec, secrets].filter(
    (way) => way !== undefined,
  );
}

function withAbsolutePaths<T extends GivenEntry & ArgocdAccess>(
  { exec, ...entry }: T,
  file: string,
): Omit<T, 'exec'> & { readonly exec?: ExecPlugin } {
  const { kubeconfig, secrets } = entry;
  return {
    ...entry,
    ...(kubeconfig === undefined ? {} : { kubeconfig: absolute(kubeconfig, file) }),
    ...(secrets === undefined ? {} : { secrets: absolute(secrets, file) }),
    ...(exec === undefined ? {} : { exec: pluginOf(exec, file) }),
  };
}

function pluginOf(
  { command, args = [], env = {}, ...more }: NonNullable<GivenEntry['exec']>,
  file: string,
): ExecPlugin {
  return {
    command: command.includes('/') ? absolute(command, file) : command,
    args,
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ...more,
  };
}

function absolute(path: string, file: string): string {
  return isAbsolute(path) ? path : resolve(dirname(file), path);
}

function hintOf(shape: Shape, path: string): string {
  const fields = shape.type === 'object' ? Object.keys(shape.fields).join(', ') : '';
  return `Known in '${path === '' ? 'the file' : path}' are: ${fields}. Quote what is a text; see docs/access.md.`;
}

function hasHint(known: readonly string[]): string {
  return known.length > 0 ? `It has: ${known.map((name) => `'${name}'`).join(', ')}.` : 'It has no Clusters at all.';
}
