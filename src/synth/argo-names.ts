import { GitopsError } from '../errors.js';
import type { ArgoApplicationPlace } from '../model/argo-application-settings.js';
import type { ArgoLevel } from '../model/argo-level.js';
import { refuseLabelName } from '../model/name-rules.js';
import { runUserCode } from '../model/user-code.js';

type Naming = 'argoApplicationName' | 'argoApplicationFolder';

/** What an Argo Application and its file are called, and who says so. */
export interface ArgoNames {
  readonly name: string;
  /** Folder of its file, below `applications/`. */
  readonly folder: string;
  /** Whose function gave the name; absent for the default. */
  readonly namedBy: ArgoLevel | undefined;
  readonly problems: readonly GitopsError[];
}

/**
 * Names an Argo Application by the innermost functions that are given. A name that cannot be used is a
 * problem at the line of its function, and the default takes its place.
 */
export function argoNames(
  levels: readonly ArgoLevel[],
  place: ArgoApplicationPlace,
  defaults: { readonly name: string; readonly folder: string },
): ArgoNames {
  const problems: GitopsError[] = [];
  const named = ask(levels, 'argoApplicationName', place, problems);
  const placed = ask(levels, 'argoApplicationFolder', place, problems);
  const refusals = [
    ...(named === undefined ? [] : [problemOf('argoApplicationName', named, refuseLabelName(named.answer))]),
    ...(placed === undefined ? [] : [problemOf('argoApplicationFolder', placed, refuseFolder(placed.answer))]),
  ].flatMap((problem) => problem ?? []);
  return {
    name: named?.answer ?? defaults.name,
    folder: placed?.answer ?? defaults.folder,
    namedBy: named?.level,
    problems: [...problems, ...refusals],
  };
}

interface Answer {
  readonly answer: string;
  readonly level: ArgoLevel;
  readonly place: ArgoApplicationPlace;
}

function ask(
  levels: readonly ArgoLevel[],
  prop: Naming,
  place: ArgoApplicationPlace,
  problems: GitopsError[],
): Answer | undefined {
  const level = levels.findLast(({ settings }) => settings[prop] !== undefined);
  const give = level?.settings[prop];
  if (level === undefined || give === undefined) return undefined;
  const { site } = level;
  const code = {
    what: `${prop}()`,
    where: level.path,
    site,
    hint: 'Correct the function: it runs once for each Argo Application.',
  };
  try {
    const answer: unknown = runUserCode(code, () => give(Object.freeze({ ...place })));
    if (typeof answer === 'string') return { answer, level, place };
    problems.push(refused({ level, place, answer: String(answer) }, prop, 'is not a string'));
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    problems.push(...GitopsError.each(error));
  }
  return undefined;
}

function problemOf(prop: Naming, answer: Answer, refusal: string | undefined): GitopsError | undefined {
  return refusal === undefined ? undefined : refused(answer, prop, refusal);
}

function refused({ answer, level, place }: Answer, prop: Naming, refusal: string): GitopsError {
  const { application, environment, cluster } = place;
  const what = `'${answer}', which ${prop} gives for '${application}' in '${environment}' on '${cluster}', ${refusal}`;
  return new GitopsError(refusal.startsWith('has ') ? 'SYNTH_NAME_TOO_LONG' : 'MODEL_INVALID_NAME', what, {
    constructPath: level.path,
    source: level.site.location,
    hint:
      prop === 'argoApplicationName'
        ? 'Give a DNS label of at most 63 characters: Argo CD tracks objects by the name, as a label.'
        : 'Give a folder such as prod or eu/prod: lower-case letters, digits and "-".',
  });
}

/** One DNS label a folder: file systems that ignore case must not lose a file. */
function refuseFolder(folder: string): string | undefined {
  return folder
    .split('/')
    .map((part) => refuseLabelName(part))
    .find((refusal) => refusal !== undefined);
}
