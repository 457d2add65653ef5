import type { FileSet } from '../../files/file-set.js';

/** Another tool, and how its files are recognised. */
export interface OtherTool {
  /** The name, such as `Flux`. */
  readonly name: string;
  readonly files: number;
}

interface Tool {
  readonly name: string;
  /** Matches the path of its files. */
  readonly path?: RegExp;
  /** Matches the content of its YAML files. */
  readonly content?: RegExp;
}

const MANIFEST = /\.(ya?ml|json)$/;

const TOOLS: readonly Tool[] = [
  { name: 'Flux', content: /^apiVersion:\s*["']?[\w-]+\.toolkit\.fluxcd\.io\//m },
  { name: 'Fleet', path: /(^|\/)fleet\.ya?ml$/, content: /^apiVersion:\s*["']?fleet\.cattle\.io\//m },
  { name: 'kapp', content: /^apiVersion:\s*["']?(kappctrl|kapp|vendir|packaging\.carvel)[\w.]*\.(k14s\.io|dev)\//m },
  { name: 'Config Sync', content: /^apiVersion:\s*["']?(configsync|configmanagement)\.gke\.io\//m },
  { name: 'Sveltos', content: /^apiVersion:\s*["']?config\.projectsveltos\.io\//m },
  { name: 'Kluctl', path: /(^|\/)\.kluctl\.ya?ml$/ },
  { name: 'Helmfile', path: /(^|\/)helmfile\.ya?ml(\.gotmpl)?$|(^|\/)helmfile\.d\// },
  { name: 'Skaffold', path: /(^|\/)skaffold\.ya?ml$/ },
  { name: 'Terraform', path: /\.tf$/ },
  { name: 'Pulumi', path: /(^|\/)Pulumi\.ya?ml$/ },
  { name: 'Ansible', path: /(^|\/)(ansible\.cfg|roles\/[^/]+\/tasks\/[^/]+\.ya?ml)$/ },
  { name: 'Docker Compose', path: /(^|\/)(docker-)?compose\.ya?ml$/ },
  { name: 'Cookiecutter', path: /(^|\/)cookiecutter\.json$|\{\{\s*cookiecutter\./ },
  { name: 'Copier', path: /(^|\/)copier\.ya?ml$/ },
  { name: 'Jinja', path: /\.(j2|jinja2?)$/ },
  { name: 'Jsonnet', path: /\.(jsonnet|libsonnet)$/ },
  { name: 'Kargo', content: /^apiVersion:\s*["']?kargo\.akuity\.io\//m },
  { name: 'Helm', path: /(^|\/)Chart\.yaml$/ },
  { name: 'kustomize', path: /(^|\/)(kustomization\.ya?ml|Kustomization)$/ },
];

/**
 * Counts the files for tools other than Argo CD, by their names and the first lines of objects. The tool with
 * most files comes first. Pure.
 *
 * @param others paths of files that are not text, or were not read
 */
export function otherTools(files: FileSet, others: readonly string[] = []): readonly OtherTool[] {
  const entries = [...files.entries(), ...others.map((path): [string, string] => [path, ''])];
  return TOOLS.map(({ name, path: ofTool, content: says }) => ({
    name,
    files: entries.filter(
      ([path, content]) => ofTool?.test(path) === true || (MANIFEST.test(path) && says?.test(content) === true),
    ).length,
  }))
    .filter(({ files: count }) => count > 0)
    .sort((left, right) => right.files - left.files);
}
