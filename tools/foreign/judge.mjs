/**
 * Findings counted by the verdicts about them. A verdict is about a rule and the messages, or objects, that its
 * glob fits; `*` stands for anything. The first one that fits counts.
 *
 * @param {readonly {rule: string, level: string, message: string, places?: readonly unknown[]}[]} findings
 * @param {readonly {rule: string, message?: string, is: boolean | 'unverifiable', evidence: string}[]} verdicts
 */
export function judge(findings, verdicts) {
  const counts = { true: 0, false: 0, unverifiable: 0, unjudged: 0, rules: {}, wrong: [], without: [] };
  for (const finding of findings) {
    const verdict = verdicts.find((one) => one.rule === finding.rule && fits(one.message ?? '*', finding.message));
    const is = verdict === undefined ? 'unjudged' : String(verdict.is);
    counts[is] += 1;
    if (is === 'false') counts.wrong.push(finding);
    if (is === 'unjudged') counts.without.push(finding);
    counts.rules[finding.rule] ??= { error: 0, warning: 0, places: 0 };
    const rule = counts.rules[finding.rule];
    rule[finding.level] += 1;
    rule.places += 1 + (finding.places?.length ?? 0);
  }
  return counts;
}

function fits(glob, text) {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(text);
}
