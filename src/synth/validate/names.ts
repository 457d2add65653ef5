import { GitopsError } from '../../errors.js';
import { refuseLabelName } from '../../model/name-rules.js';
import type { Repository } from '../../model/repository.js';
import type { Target } from '../target.js';

/**
 * Argo CD tracks objects by the Argo Application's name as a label value: 63 characters, and unique. What
 * else is wrong with it is wrong with the ids, and said there.
 */
export function validateNames(repository: Repository, targets: readonly Target[]): readonly GitopsError[] {
  const { _rootApplication: root } = repository;
  const taken = new Map<string, Target | undefined>(root === undefined ? [] : [[root.name, undefined]]);
  return targets.flatMap((target) => {
    const { name, overlay, namedBy } = target;
    const place = { constructPath: overlay.node.path, source: (namedBy?.site ?? overlay._site).location };
    const problems: GitopsError[] = [];
    const refusal = namedBy === undefined ? refuseLabelName(name) : undefined; // a function's name is judged already
    if (refusal?.startsWith('has ')) {
      problems.push(
        new GitopsError('SYNTH_NAME_TOO_LONG', `the Argo Application's name '${name}' ${refusal}`, {
          ...place,
          hint: 'Shorten the ids of Application, Environment or Cluster, or give argoApplicationName.',
        }),
      );
    }
    if (taken.has(name)) {
      problems.push(
        new GitopsError(
          'MODEL_DUPLICATE',
          `${both(target, taken.get(name))} would both be the Argo Application '${name}'`,
          {
            ...place,
            hint: namedBy === undefined ? 'Rename one of them.' : 'Let argoApplicationName give them different names.',
          },
        ),
      );
    }
    taken.set(name, target);
    return problems;
  });
}

/** @param other undefined for the root application */
function both({ overlay, cluster }: Target, other: Target | undefined): string {
  const { path } = overlay.node;
  if (other === undefined) return `'${path}' and the root application`;
  if (other.overlay === overlay) return `'${path}' on '${cluster.id}' and '${path}' on '${other.cluster.id}'`;
  return `'${path}' and '${other.overlay.node.path}'`;
}
