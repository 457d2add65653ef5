import { matchesGlob } from '../../argocd/glob.js';
import { GitopsError } from '../../errors.js';
import { choice, list, object, readShape, type Shape, text, textThat } from '../../manifest/shape.js';
import { shapeErrors } from '../../manifest/shape-errors.js';
import { parseYaml, toYaml } from '../../manifest/yaml.js';
import { CHECK_RULES, type Finding, type FindingPlace } from '../verdicts/finding.js';

const KIND = 'AcceptedFindings';
const API_VERSION = 'cdk8s-gitops.io/v1';
const RULE = textThat('is not a rule of check', (rule) => Object.hasOwn(CHECK_RULES, rule));
const ACCEPTED: Shape<AcceptedFinding> = object({ rule: RULE, file: text, object: text, message: text, reason: text }, [
  'rule',
  'reason',
]);
const FILE = object({ apiVersion: choice(API_VERSION), kind: choice(KIND), accepted: list(ACCEPTED) }, [
  'apiVersion',
  'kind',
  'accepted',
]);

/** Findings that are known and accepted: all of a rule, or those that everything fits. Globs are allowed. */
export interface AcceptedFinding {
  readonly rule: string;
  readonly file?: string;
  readonly object?: string;
  readonly message?: string;
  /** Why it is accepted. */
  readonly reason: string;
}

/** What is left to report, and what became of the accepted findings. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** How many places were accepted. */
  readonly accepted: number;
  /** Entries that no finding has any more. */
  readonly unused: readonly AcceptedFinding[];
}

/**
 * @param file its name, for errors
 * @throws GitopsError WORKFLOW_BASELINE_INVALID, MANIFEST_INVALID_YAML
 */
export function parseAcceptedFindings(content: string, file: string): readonly AcceptedFinding[] {
  const documents = parseYaml(content, file);
  const { value, problems } = readShape(documents[0], FILE, { unknownField: 'is not a field of it' });
  const errors = shapeErrors(
    documents.length > 1 ? [{ path: '', message: `is not one document of kind ${KIND}` }] : problems,
    {
      code: 'WORKFLOW_BASELINE_INVALID',
      name: 'the accepted findings',
      file,
      content,
      hint: () =>
        `Make the file with: gitops check --baseline ${file} --update-baseline. Each entry has a rule and a reason, and may have file, object and message.`,
    },
  );
  if (value === undefined || errors.length > 0) throw GitopsError.all(errors);
  return value.accepted;
}

/**
 * The file that accepts these findings, one entry for each place.
 *
 * @param before entries that stay as they are. Default: none
 */
export function formatAcceptedFindings(
  findings: readonly Finding[],
  reason: string,
  before: readonly AcceptedFinding[] = [],
): string {
  const accepted = findings.flatMap((finding) =>
    placesOf(finding).map(
      ({ file, object: about }): AcceptedFinding => ({
        rule: finding.rule,
        ...(file === undefined ? {} : { file: escapeGlob(file) }),
        ...(about === undefined ? {} : { object: escapeGlob(about) }),
        ...(file === undefined && about === undefined ? { message: escapeGlob(finding.message) } : {}),
        reason,
      }),
    ),
  );
  const unique = [...new Map([...before, ...accepted].map((one) => [JSON.stringify(one), one])).values()];
  return toYaml({ apiVersion: API_VERSION, kind: KIND, accepted: unique });
}

/** Findings without the places that are accepted. Pure. */
export function judgeFindings(findings: readonly Finding[], accepted: readonly AcceptedFinding[]): Judged {
  const used = new Set<AcceptedFinding>();
  let count = 0;
  const left = findings.flatMap((finding) => {
    const [first, ...more] = placesOf(finding).filter((place) => {
      const match = accepted.filter((entry) => isAccepted(entry, finding, place));
      for (const entry of match) used.add(entry);
      count += match.length > 0 ? 1 : 0;
      return match.length === 0;
    });
    if (first === undefined) return [];
    const { places: _, file: _file, line: _line, object: _object, detail: _detail, ...cause } = finding;
    return [{ ...cause, ...first, ...(more.length === 0 ? {} : { places: more }) }];
  });
  return { findings: left, accepted: count, unused: accepted.filter((entry) => !used.has(entry)) };
}

function isAccepted(entry: AcceptedFinding, { rule, message }: Finding, place: FindingPlace): boolean {
  const fits = (pattern: string | undefined, value: string | undefined) =>
    pattern === undefined || (value !== undefined && matchesGlob(value, pattern));
  return (
    entry.rule === rule &&
    fits(entry.file, place.file) &&
    fits(entry.object, place.object) &&
    fits(entry.message, message)
  );
}

function placesOf({ file, line, object: about, detail, places = [] }: Finding): readonly FindingPlace[] {
  return [{ file, line, object: about, detail }, ...places];
}

/** A text that matches itself only. */
function escapeGlob(value: string): string {
  return value.replace(/[*?[\]{}\\]/g, '\\$&');
}
