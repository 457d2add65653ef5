import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { Found } from './argo-resources.js';

/**
 * Argo Applications of one name. In two folders they may be those of two Argo CDs, which one repository can
 * hold.
 *
 * @param isOurs true for a file of our layout, which is that of one Argo CD
 */
export function duplicateApplications(
  applications: readonly Found<ArgoApplication>[],
  isOurs: (file: string) => boolean,
): readonly GitopsError[] {
  const first = new Map<string, string>();
  return applications.flatMap(({ resource: { metadata }, file }) => {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    return other === undefined ? [] : [duplicate(metadata.name, other, file, isOurs(other) && isOurs(file))];
  });
}

function duplicate(name: string, first: string, second: string, isOne: boolean): GitopsError {
  const message = `Argo Application '${name}' stands twice: in '${first}' and '${second}'`;
  const one = posix.dirname(first);
  const other = posix.dirname(second);
  return isOne || one === other
    ? new GitopsError('RENDER_DUPLICATE_APPLICATION', message, {
        source: { file: second },
        object: `Application ${name}`,
        hint: 'Rename or remove one of them.',
      })
    : new GitopsError('RENDER_APPLICATION_IN_TWO_FOLDERS', message, {
        source: { file: second },
        object: `Application ${name}`,
        hint: `Rename one of them, if one Argo CD reads both folders. Otherwise name the folder of one Argo CD: '${one}' or '${other}'.`,
      });
}
