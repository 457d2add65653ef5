import type { KubeObject } from '../../manifest/kube-object.js';
import type { AppOfApps } from '../revision/apps-of-apps.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Finds Argo CD resources of our layout that no app of apps brings: read here and synced, and unknown to Argo
 * CD. The settings in `argocd-cm` come with Argo CD itself.
 */
export function checkBrought(
  apps: readonly AppOfApps[],
  { resources, tree, output }: Pick<RevisionFiles, 'output' | 'resources' | 'tree'>,
): readonly Finding[] {
  const { applications, applicationSets, projects } = resources;
  const isOurs = output !== '' && tree.files.below(`${output}/.gitops`).size > 0;
  if (!isOurs || apps.length === 0) return [];
  const brought = new Set(apps.flatMap(({ objects }) => objects.map(keyOf)));
  const found = [...applications, ...applicationSets, ...projects].filter(
    ({ origin, file }) => origin === undefined && file.startsWith(`${output}/`),
  );
  return found.flatMap(({ resource, file }): Finding[] => {
    if (brought.has(keyOf(resource))) return [];
    const { kind, metadata } = resource;
    const what = kind === 'Application' ? 'Argo Application' : kind;
    return [
      {
        rule: 'not-brought',
        level: 'warning',
        message: `no app of apps brings the ${what} '${metadata.name}': it is read here, and Argo CD does not know it`,
        file,
        object: `${kind} ${metadata.name}`,
        hint: `Move it to a folder that the root application includes: ${output}/applications, applicationsets or projects.`,
      },
    ];
  });
}

function keyOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}
