import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ApiResource } from '../../../src/cluster/transport/discovery.js';
import { isKubeObject, isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';
import { parseYaml } from '../../../src/manifest/yaml.js';

/** A custom kind that the scenario brings itself. */
export type OwnKind = Omit<ApiResource, 'verbs'>;

/** What the files of a scenario say, whatever they are: manifests, charts, kustomizations. */
export interface ScenarioFiles {
  /** All files in one, to see whether a name is mentioned. */
  readonly text: string;
  /** Each once, by the version that its first file names first. */
  readonly ownKinds: readonly OwnKind[];
  readonly generateNames: readonly string[];
  /** By `Kind/name`; of an object whose wave changes, the last one. */
  readonly waves: ReadonlyMap<string, string>;
}

export function scenarioFiles(directory: string): ScenarioFiles {
  const contents = filesBelow(directory)
    .filter((path) => !path.endsWith('argocd.yaml'))
    .map((path) => readFileSync(join(directory, path), 'utf8'));
  const text = contents.join('\n');
  return {
    text,
    ownKinds: eachOnce(
      contents.filter((content) => content.includes('kind: CustomResourceDefinition')).flatMap(ownKinds),
    ),
    generateNames: [...new Set([...text.matchAll(/generateName: ['"]?([a-z0-9-]+)/g)].map(([, name]) => name ?? ''))],
    waves: wavesOf(contents),
  };
}

/** Paths of all files below a folder, relative to it, sorted. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function wavesOf(contents: readonly string[]): ReadonlyMap<string, string> {
  const waves = new Map<string, string>();
  for (const object of contents.flatMap(objectsIn)) {
    const { name = '', generateName, annotations = {} } = object.metadata;
    const wave = annotations['argocd.argoproj.io/sync-wave'] ?? annotations['helm.sh/hook-weight'] ?? '0';
    waves.set(`${object.kind}/${name || `${generateName}*`}`, wave);
  }
  return waves;
}

/** Those of a file that is plain manifests; a template of a chart is none. */
function objectsIn(content: string): readonly KubeObject[] {
  try {
    return parseYaml(content, 'a file of the scenario').filter(isKubeObject);
  } catch {
    return [];
  }
}

function eachOnce(kinds: readonly OwnKind[]): readonly OwnKind[] {
  return kinds.filter(
    (one, index) => kinds.findIndex(({ group, kind }) => group === one.group && kind === one.kind) === index,
  );
}

function ownKinds(content: string): readonly OwnKind[] {
  return parseYaml(content, 'a file of the scenario').flatMap((document) => {
    if (!isRecord(document) || document['kind'] !== 'CustomResourceDefinition') return [];
    const { group, scope, names, versions } = document['spec'] as {
      group: string;
      scope: string;
      names: Record<string, string>;
      versions: { name: string }[];
    };
    return [
      {
        group,
        version: versions[0]?.name ?? '',
        kind: names['kind'] ?? '',
        resource: names['plural'] ?? '',
        namespaced: scope === 'Namespaced',
      },
    ];
  });
}
