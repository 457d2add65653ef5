import { builtFolders } from '../../render/resources/built-folders.js';
import { otherTools } from '../../render/resources/other-tools.js';
import { lookedAt } from './looked-at.js';
import { otherPaths } from './other-paths.js';
import type { RevisionFiles } from './revision-files.js';

/** That a folder has nothing of Argo CD, in words. */
export interface NothingFound {
  readonly message: string;
  readonly hint: string;
  /** `gitops synth` wrote the folder: its last Argo Application may just have left. */
  readonly isOurs: boolean;
}

type Looked = Pick<RevisionFiles, 'kustomized' | 'output' | 'resources' | 'tree'>;

/** So many folders and tools are named. */
const SHOWN = 5;

/** Says what was looked at where nothing of Argo CD is in it; undefined where there is something. Pure. */
export function nothingFound({ resources, tree, output, kustomized }: Looked): NothingFound | undefined {
  const { applications, roots, applicationSets, projects, clusterSecrets, settings, problems } = resources;
  const all = [...applications, ...roots, ...applicationSets, ...projects, ...clusterSecrets, ...problems];
  if (all.length > 0 || settings !== undefined || kustomized !== undefined) return undefined;
  const files = tree.files.below(output);
  const inFolder = otherPaths(tree).filter((path) => output === '' || path.startsWith(`${output}/`));
  const tools = otherTools(files, inFolder);
  const { files: count, manifests, folders } = lookedAt({ tree, output });
  const built = builtFolders(files).map((folder) => [output, folder].filter((part) => part !== '').join('/') || '.');
  const some = whatIsThere(count, manifests, folders, built.length);
  const known = tools.slice(0, SHOWN).map((tool) => `${tool.name} (${amount(tool.files, 'file')})`);
  const isFor = known.length === 0 || built.length > 0 ? '' : `. There is something of ${known.join(', ')}`;
  return {
    message: `nothing of Argo CD is in '${output || '.'}': ${some}${isFor}`,
    hint: hintFor(built, output || '.', known.length > 0),
    isOurs: files.below('.gitops').size > 0,
  };
}

function whatIsThere(files: number, manifests: number, folders: number, built: number): string {
  if (files === 0) return 'it has no files';
  if (manifests === 0) return `none of its ${amount(files, 'file')} is YAML or JSON`;
  const kinds = 'Application, ApplicationSet, AppProject or cluster Secret';
  const looked = `its ${amount(manifests, 'YAML and JSON file')} in ${amount(folders, 'folder')} have no ${kinds}`;
  return built === 0 ? looked : `${looked} as it is, and ${amount(built, 'folder')} can be built into some`;
}

function hintFor(built: readonly string[], folder: string, hasTools: boolean): string {
  const [first, ...more] = built;
  if (first === folder)
    return 'It is built, and its values yield none. Give the Argo Application that delivers it with others: gitops check -f root.yaml.';
  if (first === undefined)
    return hasTools
      ? 'Name the folder that has resources of Argo CD, if there is one. gitops render prints what kustomize, Helm or plain manifests in any folder yield.'
      : 'Name the folder that has them. gitops render prints the objects of any folder.';
  if (more.length === 0) return `Name the folder from which they are built: gitops check ${first}.`;
  const left = built.length - SHOWN;
  return `Name what is built into them: ${built.slice(0, SHOWN).join(', ')}${left > 0 ? ` and ${left} more` : ''}. Where the Argo Application that delivers one sets values, give it: gitops check -f root.yaml.`;
}

function amount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
