import { groupBy } from '../../manifest/group-by.js';
import { applicationIn } from '../verdicts/application-in.js';
import type { Finding, FindingPlace } from '../verdicts/finding.js';

/**
 * Findings with one cause as one finding with its places: the same rule, level, message and hint, but for the
 * names of the place itself. Places are in order, and those of one cause are listed once. Pure.
 */
export function groupFindings(findings: readonly Finding[]): readonly Finding[] {
  const causes: Finding[][] = [];
  const alike = new Map<string, { readonly told: Told; readonly all: Finding[] }[]>();
  for (const finding of findings) {
    const told = toldBy(finding);
    const key = JSON.stringify([finding.rule, finding.level, told.words.length]);
    const candidates = alike.get(key) ?? [];
    const known = candidates.find((one) => isSame(one.told, told));
    if (known !== undefined) known.all.push(finding);
    else {
      const all = [finding];
      causes.push(all);
      alike.set(key, [...candidates, { told, all }]);
    }
  }
  return causes.map(([first, ...more]) => {
    const places = placesBeside(first!, more);
    return places.length === 0 ? first! : { ...first!, places };
  });
}

function placesBeside(first: Finding, more: readonly Finding[]): readonly FindingPlace[] {
  const applications = groupBy([first, ...more], placeKey);
  const isShared = (finding: Finding) =>
    new Set(applications.get(placeKey(finding))?.map((one) => applicationIn(one.message))).size > 1;
  const byKey = new Map(more.map((finding) => [keyOf(finding), placeOf(finding, isShared(finding))]));
  byKey.delete(keyOf(first));
  return [...byKey.values()];
}

/** The Argo Application is a part of a place that several have. */
function placeOf({ file, line, object, detail, message }: Finding, isShared = false): FindingPlace {
  const application = isShared ? applicationIn(message) : undefined;
  const owner = application === undefined ? undefined : `Argo Application '${application}'`;
  return { file, line, object, detail: detail ?? owner };
}

function placeKey(finding: Finding): string {
  return JSON.stringify(placeOf(finding));
}

function keyOf(finding: Finding): string {
  return JSON.stringify([placeOf(finding), applicationIn(finding.message)]);
}

/**
 * What a finding says, in words. A word that names its place has the number of that name, and the path in it.
 */
interface Told {
  readonly words: readonly string[];
  readonly names: readonly (string | undefined)[];
}

function toldBy(finding: Finding): Told {
  const own = namesOf(finding);
  const words = `${finding.message}\n${finding.hint ?? ''}`.split(/[\s'"`(),:;]/);
  return { words, names: words.map((word) => firstOf(own, word)) };
}

/** A name that is the whole word counts before one that only begins it. */
function firstOf(own: readonly string[], word: string): string | undefined {
  const whole = word === '' ? -1 : own.indexOf(word);
  const at = whole >= 0 ? whole : own.findIndex((name) => name !== '' && word.startsWith(`${name}/`));
  return at < 0 ? undefined : `${at}${word.slice(own[at]?.length)}`;
}

/**
 * A word that differs names the place in both: a project that is called as a folder is still that project.
 */
function isSame(left: Told, right: Told): boolean {
  return left.words.every(
    (word, at) => word === right.words[at] || (left.names[at] !== undefined && left.names[at] === right.names[at]),
  );
}

/**
 * The object, the Argo Application, the file and its folder, and the kind of its object, as messages quote
 * them; empty for what is not known.
 */
function namesOf({ message, object = '', file = '' }: Finding): readonly string[] {
  const application = applicationIn(message);
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  const [kind = '', name = kind] = object.split(' ');
  return [application ?? name, name, file, folder, application === undefined ? '' : kind];
}
