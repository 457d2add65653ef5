import { matchesGlob } from '../../argocd/glob.js';
import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { list, object, readShape, type Shape, text, textThat } from '../../manifest/shape.js';
import { parseYaml, toYaml } from '../../manifest/yaml.js';
import { CHECK_RULES, type Finding, type FindingPlace } from '../verdicts/finding.js';

const KIND = 'AcceptedFindings';
const API_VERSION = 'cdk8s-gitops.io/v1';
const RULE = textThat('is not a rule of check', (rule) => Object.hasOwn(CHECK_RULES, rule));
const ACCEPTED: Shape<AcceptedFinding> = object({ rule: RULE, file: text, object: text, message: text, reason: text }, [
  'rule',
  'reason',
]);
const FILE = object({ apiVersion: text, kind: text, accepted: list(ACCEPTED) }, ['apiVersion', 'kind', 'accepted']);

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
  if (documents.length !== 1 || value === undefined || value.kind !== KIND || value.apiVersion !== API_VERSION) {
    const why = problems?.[0] === undefined ? `is not one document of kind ${KIND}` : describeShapeProblem(problems[0]);
    throw new GitopsError('WORKFLOW_BASELINE_INVALID', `the accepted findings '${file}' cannot be used: ${why}`, {
      source: { file },
      hint: `Make the file with: gitops check --baseline ${file} --update-baseline. Each entry has a rule and a reason, and may have file, object and message.`,
    });
  }
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
