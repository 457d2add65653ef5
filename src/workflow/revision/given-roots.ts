import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import { findResources } from '../../render/resources/find-resources.js';
import type { GivenFile } from '../api/given-file.js';

/** An output folder in which everything has to be understood; no repository has it. */
const FOLDER = '.given-to-gitops';
const NAME = `${FOLDER}/applications/given.yaml`;

/** The Argo CD resources of a file that is not in Git, in an output folder of its own. */
export interface GivenRoots {
  readonly resources: ArgoResources;
  /** The same, each in the file as the user named it. */
  readonly placed: ArgoResources;
  /** That it has neither an Argo Application nor an ApplicationSet. */
  readonly missing: GitopsError;
  /** The file, by a name in that folder. */
  readonly files: FileSet;
  /** A problem with the file as the user named it. */
  atFile(problem: GitopsError): GitopsError;
}

/** Reads Argo Applications and ApplicationSets that somebody gives: what is wrong is in the problems. */
export function givenRoots({ file, content }: GivenFile): GivenRoots {
  const files = FileSet.of([[NAME, content]]);
  const atFile = (error: GitopsError) =>
    error.with(({ message, source }) => ({
      message: message.replaceAll(`'${NAME}'`, `'${file}'`),
      source: source === undefined || source.file === NAME ? { ...source, file } : source,
    }));
  const found = findResources(files, FOLDER);
  const place = <T extends Found<unknown>>(one: T): T => ({ ...one, file });
  return {
    files,
    atFile,
    missing: new GitopsError(
      'RENDER_INVALID_APPLICATION',
      `'${file}' holds neither an Argo Application nor an ApplicationSet`,
      {
        source: { file },
        hint: 'Give a file with apiVersion argoproj.io/v1alpha1, kind Application or ApplicationSet.',
      },
    ),
    resources: found,
    placed: {
      ...found,
      applications: found.applications.map(place),
      roots: found.roots.map(place),
      applicationSets: found.applicationSets.map(place),
      projects: found.projects.map(place),
      clusterSecrets: found.clusterSecrets.map(place),
      settings: found.settings && place(found.settings),
      problems: found.problems.map(atFile),
    },
  };
}
