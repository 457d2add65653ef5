import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { Found } from './argo-resources.js';
import { inTwoFolders } from './in-two-folders.js';

/**
 * Argo Applications with the same name. In two folders they may belong to two Argo CDs that read one
 * repository: there is one problem for each two folders.
 *
 * @param isOurs true for a file of our layout, which belongs to one Argo CD
 */
export function duplicateApplications(
  applications: readonly Found<ArgoApplication>[],
  isOurs: (file: string) => boolean,
): readonly GitopsError[] {
  const first = new Map<string, string>();
  const pairs = applications.flatMap(({ resource: { metadata }, file }) => {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    return other === undefined ? [] : [{ name: metadata.name, files: [other, file] as const }];
  });
  const isOne = ({ files: [one, other] }: (typeof pairs)[number]) =>
    (isOurs(one) && isOurs(other)) || posix.dirname(one) === posix.dirname(other);
  return [...pairs.filter(isOne).map(twice), ...inTwoFolders(pairs.filter((pair) => !isOne(pair)))];
}

function twice({ name, files: [one, other] }: { name: string; files: readonly [string, string] }): GitopsError {
  return new GitopsError(
    'RENDER_DUPLICATE_APPLICATION',
    `Argo Application '${name}' exists twice: in '${one}' and '${other}'`,
    { source: { file: other }, object: `Application ${name}`, hint: 'Rename or remove one of them.' },
  );
}
