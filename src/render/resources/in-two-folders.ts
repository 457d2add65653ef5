import { GitopsError } from '../../errors.js';
import { groupBy } from '../../manifest/group-by.js';

/** An Argo Application of which there are two. */
export interface TwoFiles {
  readonly name: string;
  /** Where the first and the second is, or what makes it. */
  readonly files: readonly [string, string];
}

/** So many names are told. */
const SHOWN = 5;

/** Argo Applications with one name in two folders: one problem for each two folders, with the names. */
export function inTwoFolders(found: readonly TwoFiles[]): readonly GitopsError[] {
  const groups = groupBy(found, ({ files }) => foldersOf(files).join('\0'));
  return [...groups.values()].map((group) => {
    const { name, files } = group[0]!;
    const [one, other] = foldersOf(files);
    const names = group.slice(0, SHOWN).map((each) => `'${each.name}'`);
    const left = group.length - names.length;
    const whole = group.length === 1 ? `Argo Application ${names[0]} is` : `${group.length} Argo Applications are`;
    const listed = group.length === 1 ? '' : `: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
    return new GitopsError(
      'RENDER_APPLICATION_IN_TWO_FOLDERS',
      `${whole} in two folders, '${one}' and '${other}'${listed}`,
      {
        source: { file: files[1] },
        object: `Application ${name}`,
        hint: `If two Argo CDs read them, name the folder of one at a time: '${one}' or '${other}'. If one Argo CD reads both, rename or remove one of each.`,
      },
    );
  });
}

/** The folders in which the paths part: `a/apps/x.yaml` and `b/apps/x.yaml` do in `a` and `b`. */
function foldersOf([first, second]: readonly [string, string]): readonly [string, string] {
  const one = folderParts(first);
  const other = folderParts(second);
  const at = one.findIndex((part, index) => part !== other[index]);
  const to = at < 0 || other[at] === undefined ? Math.max(one.length, other.length) : at + 1;
  return [one.slice(0, to).join('/') || '.', other.slice(0, to).join('/') || '.'];
}

function folderParts(file: string): readonly string[] {
  return file.split('/').slice(0, -1);
}
