import { nearestName } from '../../argocd/nearest-name.js';
import type { FileSet } from '../../files/file-set.js';
import { CHECK_RULES, type CheckRule, type Finding } from '../verdicts/finding.js';

/** A comment in a YAML file that excepts the object next to it from rules. */
export interface Suppression {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rules: readonly CheckRule[];
  /** Why. */
  readonly reason: string;
}

/** What is left when the comments are heard. */
export interface Suppressed {
  readonly findings: readonly Finding[];
  /** How many findings were excepted. */
  readonly ignored: number;
  /** Comments that except nothing any more. */
  readonly unused: readonly Suppression[];
}

/** The comments of some files. */
export interface FoundSuppressions {
  readonly suppressions: readonly Suppression[];
  /** Comments without a reason, or of an unknown rule. */
  readonly findings: readonly Finding[];
}

const MARK = 'gitops-check:';
const COMMENT = /(?:^|\s)#+\s*gitops-check:(.*)/s;
const FORM = /^ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)(?:\s+because\s+(\S.*))?$/;
const YAML = /\.ya?ml$|(^|\/)Kustomization$/;
const HINT = 'Write it as: # gitops-check: ignore RULE because REASON.';

/** Reads the comments `# gitops-check: ignore RULE because REASON` of YAML files. Pure. */
export function findSuppressions(files: FileSet): FoundSuppressions {
  const found = files
    .entries()
    .filter(([path, content]) => YAML.test(path) && content.includes(MARK))
    .flatMap(([file, content]) =>
      content.split('\n').flatMap((text, index) => {
        const comment = COMMENT.exec(text)?.[1]?.trim();
        return comment === undefined ? [] : [readComment(comment, file, index + 1)];
      }),
    );
  return {
    suppressions: found.flatMap((one) => ('rules' in one ? [one] : [])),
    findings: found.flatMap((one) => ('rules' in one ? [] : [one])),
  };
}

function readComment(comment: string, file: string, line: number): Suppression | Finding {
  const [, names, reason] = FORM.exec(comment) ?? [];
  const wrong = (message: string, hint = HINT): Finding => ({
    rule: 'invalid-suppression',
    level: 'warning',
    message,
    file,
    line,
    hint,
  });
  if (names === undefined) return wrong(`'${MARK} ${comment}' excepts nothing: it is not understood`);
  const rules = names.split(',').map((name) => name.trim());
  const unknown = rules.find((rule) => !isRule(rule));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, Object.keys(CHECK_RULES));
    return wrong(
      `'${unknown}' is not a rule of check, so the comment excepts nothing`,
      meant === undefined ? undefined : `Write '${meant}'.`,
    );
  }
  if (reason === undefined) return wrong(`the comment that ignores '${names}' gives no reason, and excepts nothing`);
  return { file, line, rules: rules.filter(isRule), reason };
}

function isRule(name: string): name is CheckRule {
  return Object.hasOwn(CHECK_RULES, name);
}

/** Findings without those that a comment in the same YAML document excepts. Pure. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  files: FileSet,
): Suppressed {
  const used = new Set<Suppression>();
  const left = findings.filter((finding) => {
    const match = suppressions.filter(
      (one) =>
        one.file === finding.file &&
        one.rules.includes(finding.rule) &&
        isBeside(one, finding, files.get(one.file) ?? ''),
    );
    for (const one of match) used.add(one);
    return match.length === 0;
  });
  return {
    findings: left,
    ignored: findings.length - left.length,
    unused: suppressions.filter((one) => !used.has(one)),
  };
}

/** In the same document; where the line is not known, in the one that has the name of the object. */
function isBeside({ line }: Suppression, finding: Finding, content: string): boolean {
  const lines = content.split('\n');
  const documentOf = (at: number) => lines.slice(0, at).filter((text) => /^---(\s|$)/.test(text)).length;
  const document = documentOf(line);
  if (finding.line !== undefined) return documentOf(finding.line) === document;
  const name = finding.object?.replace(/^.*[ /]/, '');
  const inDocument = lines.filter((_, index) => documentOf(index + 1) === document);
  return (
    !lines.slice(1).some((text) => /^---(\s|$)/.test(text)) ||
    (name !== undefined && inDocument.some((text) => text.trim().replaceAll(/["']/g, '') === `name: ${name}`))
  );
}
