import { isRecord } from '../../manifest/kube-object.js';
import { secretManifests, secretsIn } from '../../manifest/secrets-in.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { HelmRequest } from './helm.js';

/**
 * Values that an error of a chart must not quote: values of its Secrets, those that its templates of Secrets
 * take from the values, and values whose name is that of a secret. Pure.
 */
export function valuesOfSecrets({ chart, values = {} }: HelmRequest): readonly string[] {
  const files = Object.entries(chart.files?.toJSON() ?? {});
  const given = (values.files ?? []).map(({ content }) => content);
  const set = [
    ...(values.set ?? []),
    ...(values.setString ?? []),
    ...(values.setJson ?? []),
    ...(values.setLiteral ?? []),
  ];
  const attached = (values.setFile ?? []).map(({ name, content }) => `${name}=${content}`);
  const used = new Set(files.flatMap(([, text]) => secretManifests(text).flatMap(pathsOf)));
  const trees = [
    ...files.flatMap(([path, text]) => (/(^|\/)values\.ya?ml$/.test(path) ? [text] : [])),
    ...given,
  ].flatMap(parsed);
  const taken = [...used].flatMap((path) => [
    ...trees.flatMap((tree) => leavesAt(tree, path.split('.'))),
    ...set.flatMap((one) => (one.startsWith(`${path}=`) ? [one.slice(path.length + 1)] : [])),
  ]);
  return secretsIn([
    ...files.map(([, text]) => text),
    ...given,
    ...set,
    ...attached,
    ...taken.map((value) => `secret: ${value}`),
  ]);
}

/** `.Values.a.b` and `$.Values.a.b` as `a.b`. */
function pathsOf(template: string): readonly string[] {
  return [...template.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path ?? '');
}

function parsed(text: string): readonly unknown[] {
  try {
    return parseYaml(text, 'values');
  } catch {
    return [];
  }
}

function leavesAt(tree: unknown, path: readonly string[]): readonly string[] {
  const value = path.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), tree);
  return leavesOf(value);
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split('\n');
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
