import type { ApplicationSource } from '../../argocd/application/application.js';
import { openObject, text } from '../../manifest/shape.js';
import { chartRepositoryProblems, gitProblems, pathProblems, type SourceProblem } from './reference-problems.js';

/** A ChartReference or a FolderReference, as far as its types are right. */
export const REFERENCE_SHAPE = openObject({
  repository: text,
  name: text,
  version: text,
  path: text,
  revision: text,
});

/** This repository, as Argo CD is to read it. */
export interface Here {
  readonly repoURL: string;
  readonly targetRevision: string;
}

/** The place of a source, as Argo CD spells it. */
export type SourcePlace = Pick<ApplicationSource, 'repoURL' | 'chart' | 'path' | 'targetRevision'>;

export interface Located {
  readonly place: SourcePlace;
  /** True for a folder of this repository. */
  readonly isHere: boolean;
  readonly problems: readonly SourceProblem[];
}

interface Reference {
  readonly repository?: string;
  readonly name?: string;
  readonly version?: string;
  readonly path?: string;
  readonly revision?: string;
}

/**
 * The place of a folder in Git.
 *
 * @param what the prop, for messages: `from`
 * @param pinned replaces the revision of another repository
 */
export function locateFolder(what: string, reference: Reference, here: Here, pinned?: string): Located {
  const { repository, path, revision } = reference;
  const problems = [
    ...unfit(what, reference, ['name', 'version'], 'a folder'),
    ...(path === undefined ? [missing(what, 'path', "path: 'deploy/base'")] : pathProblems(`${what}.path`, path)),
  ];
  if (repository === undefined) {
    if (revision !== undefined)
      problems.push({
        message: `${what}.revision '${revision}' has no effect without 'repository'`,
        hint: 'Leave it out: a folder of this repository is read at the revision of the Argo Application.',
      });
    return { place: { ...here, path: path ?? '.' }, isHere: true, problems };
  }
  if (revision === undefined || revision === '') problems.push(missing(what, 'revision', "revision: 'v1.2.0'"));
  return {
    place: { repoURL: repository, targetRevision: pinned ?? revision ?? '', path: path ?? '.' },
    isHere: false,
    problems: [...problems, ...gitProblems(`${what}.repository`, repository)],
  };
}

/** The place of a chart: of a Helm repository or registry when it has a name, else of a folder in Git. */
export function locateChart(reference: Reference, here: Here, pinned?: string): Located {
  const { repository, name, version, path } = reference;
  if (name === undefined && path === undefined)
    return {
      place: here,
      isHere: true,
      problems: [
        {
          message: "chart has neither 'name' nor 'path'",
          hint: 'Give { repository, name, version }, or { path } of a folder in Git.',
        },
      ],
    };
  if (name === undefined) return locateFolder('chart', reference, here, pinned);
  const problems = [
    ...unfit('chart', { ...reference, path: undefined }, ['revision'], 'a chart with a name'),
    ...(path === undefined ? [] : [{ message: "chart has both 'name' and 'path'", hint: 'Keep one of them.' }]),
    ...(/^[\w.-]+$/.test(name)
      ? []
      : [
          { message: `chart.name '${name}' is not the name of a chart`, hint: 'Give the name alone, such as ingress.' },
        ]),
    ...(version === undefined || version === '' ? [missing('chart', 'version', "version: '4.13.0'")] : []),
    ...(repository === undefined
      ? [missing('chart', 'repository', "repository: 'https://charts.example.com'")]
      : chartRepositoryProblems('chart.repository', repository)),
  ];
  // Argo CD names a registry without its scheme.
  const repoURL = (repository ?? '').replace(/^oci:\/\//, '');
  return { place: { repoURL, chart: name, targetRevision: pinned ?? version ?? '' }, isHere: false, problems };
}

function unfit(
  what: string,
  reference: Reference,
  fields: readonly (keyof Reference)[],
  kind: string,
): SourceProblem[] {
  return fields
    .filter((field) => reference[field] !== undefined)
    .map((field) => ({ message: `${what}.${field} is not a field of ${kind}`, hint: 'Leave it out.' }));
}

function missing(what: string, field: string, example: string): SourceProblem {
  return { message: `${what} has no '${field}'`, hint: `Give ${example}.` };
}
