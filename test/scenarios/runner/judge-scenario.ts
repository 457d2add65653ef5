import { missingParts } from './missing-parts.js';
import { normalOrder } from './order.js';
import type { RecordedStep } from './record.js';
import type { StepReport } from './run-scenario.js';
import type { Aspect, LookingStep, Scenario } from './scenario.js';
import { scenarioFiles } from './scenario-files.js';

type Waves = ReadonlyMap<string, string>;

/**
 * Where our run is not what the scenario expects, nor what Argo CD answered: sentences, each with its step.
 * Empty: it passed, or is pending and did not.
 */
export function judgeScenario(
  scenario: Scenario,
  reports: readonly StepReport[],
  recorded?: readonly RecordedStep[],
): readonly string[] {
  const problems = problemsOf(scenario, reports, recorded);
  if (scenario.pending === undefined) return problems;
  return problems.length > 0 ? [] : [`it passes: remove 'pending: ${scenario.pending}' from its scenario.yaml`];
}

function problemsOf(
  scenario: Scenario,
  reports: readonly StepReport[],
  recorded: readonly RecordedStep[] | undefined,
): readonly string[] {
  const { waves } = scenarioFiles(scenario.directory);
  return reports.flatMap((report) => {
    const step = scenario.steps[report.index] as LookingStep;
    const argo = recorded?.find(({ step: number }) => number === report.index + 1);
    const problems = [...unexpected(step, report, waves), ...(argo ? unlike(step, report, argo, waves) : [])];
    return problems.map((problem) => `step ${report.index + 1}: ${problem}`);
  });
}

function unexpected(
  { expect = {} }: LookingStep,
  { answer, order, health, sync, problems }: StepReport,
  waves: Waves,
): readonly string[] {
  const said = answer === undefined ? '' : ` (${answer.message})`;
  const found = [...problems];
  if (expect.outcome !== undefined && expect.outcome !== answer?.outcome)
    found.push(`the outcome is ${answer?.outcome}, expected ${expect.outcome}${said}`);
  if (expect.code !== undefined && !answer?.codes.includes(expect.code))
    found.push(`the codes are ${answer?.codes.join(', ') || 'none'}, expected ${expect.code}${said}`);
  if (expect.order !== undefined) {
    const [seen, wanted] = [order, expect.order].map((lines) => normalOrder(lines, { asked: expect.order, waves })) as [
      readonly string[],
      readonly string[],
    ];
    if (seen.join('\n') !== wanted.join('\n'))
      found.push(`the order is\n${listed(seen)}\n    expected\n${listed(wanted)}${said}`);
  }
  found.push(...missingParts(expect.health ?? {}, health).map((problem) => `health of ${problem}`));
  found.push(...missingParts(expect.sync ?? {}, sync).map((problem) => `sync status of ${problem}`));
  return found;
}

/**
 * Every aspect must be equal, or declared as different; what is declared and equal is a mistake too. What was
 * refused was not planned: there is nothing to judge then.
 */
function unlike(step: LookingStep, report: StepReport, argo: RecordedStep, waves: Waves): readonly string[] {
  const options = { asked: step.expect?.order ?? [], waves };
  const pairs: Readonly<Record<Aspect, readonly [string, string]>> = {
    outcome: [
      String(report.answer?.outcome === 'succeeded'),
      String(argo.outcome === undefined ? report.answer?.outcome === 'succeeded' : argo.outcome === 'succeeded'),
    ],
    order: [listed(normalOrder(report.order, options)), listed(normalOrder(argo.order, options))],
    health: [verdicts(report.health), verdicts(argo.health)],
    sync: [verdicts(report.sync), verdicts(argo.sync)],
  };
  const aspects: readonly Aspect[] =
    report.answer?.outcome === 'refused' ? ['outcome', 'order'] : ['outcome', 'order', 'health', 'sync'];
  return aspects.flatMap((aspect) => {
    const [ours, theirs] = pairs[aspect];
    const row = step.differs?.[aspect];
    if (ours === theirs)
      return row === undefined
        ? []
        : [`'differs' says that the ${aspect} differs from Argo CD's, which it does not: remove it`];
    if (row !== undefined) return [];
    const detail =
      aspect === 'outcome'
        ? `ours ${report.answer?.outcome}: ${report.answer?.message}, Argo CD's ${argo.outcome}: ${argo.message}`
        : `ours\n${ours}\n    Argo CD's\n${theirs}`;
    return [`the ${aspect} is not Argo CD's, and 'differs' does not say why: ${detail}`];
  });
}

function verdicts(of: Readonly<Record<string, string>>): string {
  return listed(
    Object.keys(of)
      .sort()
      .map((name) => `${name}: ${of[name]}`),
  );
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `      ${line}`).join('\n') || '      (nothing)';
}
