import { GitopsError } from '../../errors.js';

/** An Argo Application with a name that two files have. */
export interface TwoFiles {
  readonly name: string;
  /** The files of the first and the second one, or of their origins. */
  readonly files: readonly [string, string];
}

/** The number of names that are reported. */
const SHOWN = 5;

/**
 * Argo Applications with the same name in several folders. There is one problem, with the names, for all
 * folders that share names.
 */
export function inTwoFolders(found: readonly TwoFiles[]): readonly GitopsError[] {
  const groups: { readonly folders: Set<string>; readonly found: TwoFiles[] }[] = [];
  for (const two of found) {
    const folders = foldersOf(two.files);
    const [group, ...others] = groups.filter((known) => folders.some((folder) => known.folders.has(folder)));
    if (group === undefined) groups.push({ folders: new Set(folders), found: [two] });
    else {
      group.found.push(two, ...others.flatMap((other) => other.found));
      for (const folder of [...folders, ...others.flatMap((other) => [...other.folders])]) group.folders.add(folder);
      for (const other of others) groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map((group) => severalFolders([...group.folders], group.found));
}

function severalFolders(folders: readonly string[], found: readonly TwoFiles[]): GitopsError {
  const { name, files } = found[0]!;
  const names = [...new Set(found.map((each) => each.name))];
  const whole = names.length === 1 ? `Argo Application '${name}' is` : `${names.length} Argo Applications are`;
  const number = folders.length === 2 ? 'two' : 'several';
  const told = names.length === 1 ? '' : `: ${listed(names, ', ')}`;
  return new GitopsError(
    'RENDER_APPLICATION_IN_TWO_FOLDERS',
    `${whole} in ${number} folders, ${folders.length === 2 ? listed(folders, ' and ') : listed(folders, ', ')}${told}`,
    {
      source: { file: files[1] },
      object: `Application ${name}`,
      hint: `If ${number} Argo CDs read them, name the folder of one at a time: ${listed(folders, ' or ')}. If one Argo CD reads them all, rename or remove all but one of each.`,
    },
  );
}

function listed(names: readonly string[], separator: string): string {
  const left = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).map((each) => `'${each}'`);
  return `${shown.join(separator)}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The folders in which two paths part: for `a/apps/x.yaml` and `b/apps/x.yaml` they are `a` and `b`. */
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
