import { GitopsError } from '../../errors.js';
import { refuseLabelName } from '../../model/name-rules.js';
import type { Repository } from '../../model/repository.js';
import type { Target } from '../collect.js';

/**
 * Argo CD tracks objects by the Argo Application's name as a label value: 63 characters, and unique. What
 * else is wrong with it is wrong with the ids, and said there.
 */
export function validateNames(repository: Repository, targets: readonly Target[]): readonly GitopsError[] {
  const taken = new Map([[repository.rootApplication, 'the root application']]);
  return targets.flatMap((target) => {
    const { name, overlay } = target;
    const place = { constructPath: overlay.node.path, source: overlay._site.location };
    const problems: GitopsError[] = [];
    const refusal = refuseLabelName(name);
    if (refusal?.startsWith('has ')) {
      problems.push(
        new GitopsError('SYNTH_NAME_TOO_LONG', `the Argo Application's name '${name}' ${refusal}`, {
          ...place,
          hint: 'Shorten the ids of Application, Environment or Cluster.',
        }),
      );
    }
    const other = taken.get(name);
    if (other !== undefined) {
      problems.push(
        new GitopsError(
          'MODEL_DUPLICATE',
          `'${overlay.node.path}' and ${other} would both be the Argo Application '${name}'`,
          {
            ...place,
            hint: 'Rename one of them.',
          },
        ),
      );
    }
    taken.set(name, `'${overlay.node.path}'`);
    return problems;
  });
}
