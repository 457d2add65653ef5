import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../src/manifest/canonical.js';
import { parseYaml, toYaml } from '../../../src/manifest/yaml.js';
import { normalOrder } from './order.js';
import type { StepReport } from './run-scenario.js';
import type { LookingStep, Outcome, Scenario, Step, Verdicts } from './scenario.js';
import { filesBelow, scenarioFiles } from './scenario-files.js';

/** What Argo CD answered in one step. */
export interface RecordedStep {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly outcome?: Outcome;
  readonly message?: string;
  readonly order: readonly string[];
  readonly health: Verdicts;
  readonly sync: Verdicts;
  /** What Argo CD says of each object: for people. */
  readonly said?: readonly string[];
}

/** Argo CD's answers to a scenario, as `test/scenarios/<name>/argocd.yaml` holds them. */
export interface ScenarioRecord {
  readonly argocd: string;
  /** Of what was asked: an answer to another question says nothing. */
  readonly asked: string;
  readonly steps: readonly RecordedStep[];
}

const FILE = 'argocd.yaml';
const HEADING = '# What a real Argo CD answered, written by: npm run test:argocd -- --record\n';

/** Undefined when nothing was recorded. @throws Error when it was recorded for something else */
export function readRecord(scenario: Scenario): ScenarioRecord | undefined {
  const file = join(scenario.directory, FILE);
  if (!existsSync(file)) return undefined;
  const record = parseYaml(readFileSync(file, 'utf8'), file)[0] as ScenarioRecord; // written below
  if (record.asked === askedBy(scenario)) return record;
  throw new Error(`${file} answers another version of the scenario: npm run test:argocd -- --record ${scenario.name}`);
}

export function writeRecord(scenario: Scenario, argocd: string, reports: readonly StepReport[]): void {
  const record: ScenarioRecord = {
    argocd,
    asked: askedBy(scenario),
    steps: reports.map((report) => recordedStep(scenario, report)),
  };
  writeFileSync(join(scenario.directory, FILE), HEADING + toYaml(record));
}

/** What is worth writing down: without the progress that is a race. */
export function recordedStep(
  { steps, directory }: Scenario,
  { index, answer, order, health, sync }: StepReport,
): RecordedStep {
  const { outcome, message, said } = answer ?? {};
  const asked = (steps[index] as LookingStep).expect?.order;
  return {
    step: index + 1,
    ...(answer ? { outcome, message } : {}),
    order: normalOrder(order, { asked, waves: scenarioFiles(directory).waves }),
    health,
    sync,
    ...(said ? { said } : {}),
  };
}

/** Digest of everything that Argo CD's answer depends on: not of what we expect. */
function askedBy({ directory, application, applications, root, project, namespace, steps }: Scenario): string {
  const files = filesBelow(directory).filter((path) => path.includes('/'));
  const actions = steps.map((step: Step) =>
    Object.entries(step).filter(([key]) => !['expect', 'differs'].includes(key)),
  );
  const contents = files.map((path) => [path, readFileSync(join(directory, path), 'utf8')]);
  return digestOf({ application, applications, ...(root ? { root } : {}), project, namespace, actions, contents });
}
