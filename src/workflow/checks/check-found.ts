import { builtFolders } from '../../render/resources/built-folders.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Whether there is anything to check. Of a folder that we wrote it may be that its last Argo Application just
 * left.
 */
export function checkFound({
  resources,
  tree,
  output,
}: Pick<RevisionFiles, 'output' | 'resources' | 'tree'>): readonly Finding[] {
  const { applications, roots, applicationSets, projects, clusterSecrets, settings, problems } = resources;
  const all = [...applications, ...roots, ...applicationSets, ...projects, ...clusterSecrets, ...problems];
  if (all.length > 0 || settings !== undefined) return [];
  const isOurs = tree.files.below(output === '' ? '.gitops' : `${output}/.gitops`).size > 0;
  const built = builtFolders(tree.files.below(output)).map((folder) =>
    output === '' ? folder : `${output}/${folder}`,
  );
  return [
    {
      rule: 'nothing-found',
      level: isOurs ? 'warning' : 'error',
      message: `nothing of Argo CD is in '${output || '.'}': no Application, ApplicationSet, AppProject or cluster Secret`,
      file: output || '.',
      hint:
        built.length === 0
          ? 'Name the folder that has them. gitops render prints what any folder yields.'
          : `Name what is built into them: gitops check ${built[0]}.`,
    },
  ];
}
