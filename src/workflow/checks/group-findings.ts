import type { Finding, FindingPlace } from '../verdicts/finding.js';

/**
 * Findings with one cause as one finding with its places: the same rule, level, message and hint, but for the
 * names of the place itself. Places are in order, and those of one cause are listed once. Pure.
 */
export function groupFindings(findings: readonly Finding[]): readonly Finding[] {
  const causes = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = causeOf(finding);
    const known = causes.get(key);
    if (known) known.push(finding);
    else causes.set(key, [finding]);
  }
  return [...causes.values()].map(([first, ...more]) => {
    const places = placesBeside(first!, more);
    return places.length === 0 ? first! : { ...first!, places };
  });
}

function placesBeside(first: Finding, more: readonly Finding[]): readonly FindingPlace[] {
  const byKey = new Map(more.map((finding) => [keyOf(finding), placeOf(finding)]));
  byKey.delete(keyOf(first));
  return [...byKey.values()];
}

function placeOf({ file, line, object }: Finding): FindingPlace {
  return { file, line, object };
}

function keyOf(finding: Finding): string {
  return JSON.stringify(placeOf(finding));
}

/** What stays of a finding without the names of its place. */
function causeOf(finding: Finding): string {
  const { rule, level, message, hint = '' } = finding;
  const names = namesOf(finding);
  const masked = (text: string) =>
    text.replace(/[^\s'"`()]+/g, (word) => (names.some((own) => isOf(word, own)) ? '…' : word));
  return JSON.stringify([rule, level, masked(message), masked(hint)]);
}

/** The object, the Argo Application, the file and its folder, as messages quote them. */
function namesOf({ message, object, file }: Finding): readonly string[] {
  const application = /Argo Application '([^']+)'/.exec(message)?.[1];
  const folder = file?.includes('/') ? file.slice(0, file.lastIndexOf('/')) : undefined;
  return [object?.replace(/^\S+ /, ''), application, file, folder].filter(
    (name): name is string => name !== undefined && name !== '',
  );
}

function isOf(name: string, own: string): boolean {
  return name === own || name.startsWith(`${own}/`);
}
