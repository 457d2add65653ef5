import { describeObject } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { RenderedApplication } from '../../render/render-application.js';
import type { Finding } from '../verdicts/finding.js';

/** A placeholder of kustomize's vars, envsubst and the like; that of Helm has braces. */
const PLACEHOLDER = /\$\([A-Z_][A-Z0-9_]*\)|\$\{[A-Za-z_]\w*\}|<no value>|<nil>/;

/**
 * Finds placeholders that nobody filled, where none can be meant: in names, namespaces, labels, images and
 * hosts. Elsewhere a program may fill them.
 */
export function checkTemplates(applications: readonly RenderedApplication[]): readonly Finding[] {
  return applications.flatMap(({ application, file, objects }) =>
    objects.filter(isFilledAlready).flatMap((object) => {
      const found = [...suspects(object)].find(({ text }) => placeholderIn(text) !== undefined);
      if (found === undefined) return [];
      const placeholder = placeholderIn(found.text);
      return [
        {
          rule: 'unfilled-template',
          level: 'error',
          message: `${describeObject(object)} of Argo Application '${application.metadata.name}' has '${placeholder}' in ${found.path}: nobody fills it`,
          file,
          object: describeObject(object),
          hint: 'Give the value, or name the template differently if it is to stay.',
        } satisfies Finding,
      ];
    }),
  );
}

function placeholderIn(text: string): string | undefined {
  const braces = /\{\{.*/.exec(text)?.[0] ?? '';
  const end = braces.indexOf('}}');
  return end < 0 ? PLACEHOLDER.exec(text)?.[0] : braces.slice(0, end + 2);
}

/** False for kinds that are templates themselves: workflows and pipelines fill their images when they run. */
function isFilledAlready({ apiVersion }: KubeObject): boolean {
  return !/^(?:argoproj\.io|tekton\.dev)\//.test(apiVersion);
}

interface Suspect {
  readonly path: string;
  readonly text: string;
}

function* suspects({ metadata, spec }: KubeObject): Iterable<Suspect> {
  for (const field of ['name', 'namespace', 'generateName'] as const) {
    const text = metadata[field];
    if (typeof text === 'string') yield { path: `metadata.${field}`, text };
  }
  for (const [key, value] of Object.entries(metadata.labels ?? {}))
    yield { path: `metadata.labels[${key}]`, text: `${key} ${value}` };
  yield* images(spec, 'spec');
}

/** Images of containers at any depth, and hosts of Ingresses and routes. */
function* images(value: unknown, path: string): Iterable<Suspect> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (/\.hosts$|\.hostnames$/.test(path) && typeof item === 'string')
        yield { path: `${path}[${index}]`, text: item };
      else yield* images(item, `${path}[${index}]`);
    }
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      const inside = `${path}.${key}`;
      if (typeof item === 'string' && (isImage(key, path) || (key === 'host' && /\.rules\[\d+\]$/.test(path))))
        yield { path: inside, text: item };
      else yield* images(item, inside);
    }
  }
}

function isImage(key: string, path: string): boolean {
  return key === 'image' && /ontainers\[\d+\]$/.test(path);
}
