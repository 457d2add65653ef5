import type { Clone } from '../../git/repository.js';
import { cloneWarnings } from '../clone-warnings.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * In our layout, a url or branch of the Repository that this clone does not have: Argo CD reads something
 * else than what is checked here.
 */
export async function checkClone(
  { resources: { roots }, tree, output }: Pick<RevisionFiles, 'output' | 'resources' | 'tree'>,
  describe: () => Promise<Clone>,
): Promise<readonly Finding[]> {
  const file = `${output}/root-app.yaml`;
  const root = roots.find((found) => found.file === file);
  if (root === undefined || output === '' || tree.files.below(`${output}/.gitops`).size === 0) return [];
  const { source } = root.resource.spec;
  if (source === undefined) return [];
  const { repoURL: url, targetRevision: branch = 'HEAD' } = source;
  return cloneWarnings({ url, branch }, await describe()).map((warning): Finding => {
    const [message = '', next = ''] = warning.split('; ');
    const hint = `${next.slice(0, 1).toUpperCase()}${next.slice(1)}.`;
    return {
      rule: 'other-clone',
      level: 'warning',
      message,
      file,
      object: `Application ${root.resource.metadata.name}`,
      hint,
    };
  });
}
