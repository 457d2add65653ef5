import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from '../../render/resources/argo-resources.js';
import type { AppOfApps } from '../revision/apps-of-apps.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

type Resource = Found<Pick<KubeObject, 'kind' | 'metadata'>>;

/**
 * Finds Argo CD resources of our layout that no app of apps brings: read here and synced, and unknown to Argo
 * CD. A folder of which nothing is brought is an error: one that leaves out a part may be meant. The settings
 * in `argocd-cm`, and Secrets of clusters that somebody else makes, come without the root application.
 */
export function checkBrought(
  apps: readonly AppOfApps[],
  { resources, tree, output }: Pick<RevisionFiles, 'output' | 'resources' | 'tree'>,
): readonly Finding[] {
  const { applications, applicationSets, projects, clusterSecrets, roots } = resources;
  const isOurs = output !== '' && tree.files.below(`${output}/.gitops`).size > 0;
  if (!isOurs || !apps.some(({ found }) => roots.includes(found))) return [];
  const brought = new Set(apps.flatMap(({ objects }) => objects.map(keyOf)));
  const folderOf = ({ file }: Resource) => /^[^/]*/.exec(file.slice(output.length + 1))?.[0] ?? '';
  const written = clusterSecrets.filter(({ file }) => file.startsWith(`${output}/clusters/`));
  const all: readonly Resource[] = [...applications, ...applicationSets, ...projects, ...written];
  const standing = all.filter(({ origin, file }) => origin === undefined && file.startsWith(`${output}/`));
  const isBrought = ({ resource }: Resource) => brought.has(keyOf(resource));
  const partly = new Set(standing.filter(isBrought).map(folderOf));
  return standing.flatMap((found): Finding[] => {
    if (isBrought(found)) return [];
    const folder = folderOf(found);
    const { kind, metadata } = found.resource;
    const what = kind === 'Application' ? 'Argo Application' : kind;
    const about = { rule: 'not-brought', file: found.file, object: `${kind} ${metadata.name}` } as const;
    if (partly.has(folder) || folder === 'argocd')
      return [
        {
          ...about,
          level: folder === 'argocd' ? 'error' : 'warning',
          message: `no app of apps brings the ${what} '${metadata.name}': it is read here, and Argo CD does not know it`,
          hint: `Move it to a folder that the root application includes: ${output}/applications, applicationsets or projects.`,
        },
      ];
    return [
      {
        ...about,
        // Clusters may be registered by hand, or by something that has their credentials.
        level: kind === 'Secret' ? 'warning' : 'error',
        message: `no app of apps brings anything of '${output}/${folder}': it is read here, and Argo CD does not know it`,
        hint: `Let the root application include '${folder}/*': rootApplication.include of the Repository.`,
      },
    ];
  });
}

function keyOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}
