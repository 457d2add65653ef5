import { toYaml } from '../../../src/manifest/yaml.js';
import { argocdDeliverer } from './argocd-deliverer.js';
import { bothDeliverer } from './both-deliverer.js';
import { gitopsDeliverer } from './gitops-deliverer.js';
import { judgeScenario } from './judge-scenario.js';
import { runOnCluster } from './on-cluster.js';
import { normalOrder } from './order.js';
import { readScenario, scenarioNames } from './read-scenario.js';
import { type RecordedStep, readRecord, recordedStep, writeRecord } from './record.js';
import { isAboutBoth, type LookingStep, type Scenario } from './scenario.js';
import { scenarioFiles } from './scenario-files.js';

export interface AskArgocdOptions {
  /** Names of scenarios. Default: all. */
  readonly names?: readonly string[];
  readonly kubeconfig: string;
  /** URL of argocd-server. */
  readonly argocd: string;
  readonly version: string;
  /** Write the answers down; otherwise they are compared with those written. */
  readonly record: boolean;
  readonly print: (line: string) => void;
}

const AT_A_TIME = 3;
const PATIENCE_MS = 10_000;

/**
 * Runs scenarios on a real Argo CD; the number of those that failed, or were answered otherwise than
 * recorded.
 */
export async function askArgocd({
  names = scenarioNames(),
  print,
  ...options
}: AskArgocdOptions): Promise<{ readonly passed: number; readonly failed: number }> {
  const waiting = [...names];
  const count = { passed: 0, failed: 0 };
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const started = Date.now();
      const problem = await ask(name, options).catch((error: unknown) => String((error as Error).message));
      count[problem === undefined ? 'passed' : 'failed'] += 1;
      print(
        `${problem === undefined ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)${problem === undefined ? '' : `\n${problem}`}`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return count;
}

async function ask(
  name: string,
  { kubeconfig, argocd, version, record }: Omit<AskArgocdOptions, 'names' | 'print'>,
): Promise<string | undefined> {
  const scenario = readScenario(name);
  if (isAboutBoth(scenario)) return askBoth(scenario, { kubeconfig, argocd });
  const known = record ? undefined : readRecord(scenario);
  if (!record && known === undefined) return 'nothing is recorded: npm run test:argocd -- --record';
  const deliverer = (context: Parameters<Parameters<typeof runOnCluster>[1]['deliverer']>[0]) =>
    argocdDeliverer(scenario, { ...context, argocd });
  const awaited = (index: number) => known?.steps.find(({ step }) => step === index + 1);
  const reports = await runOnCluster(scenario, {
    kubeconfig,
    patienceMs: PATIENCE_MS,
    again: true,
    awaited,
    deliverer,
  });
  if (record) writeRecord(scenario, version, reports);
  const { waves } = scenarioFiles(scenario.directory);
  const compared = ({ step, outcome, order, health, sync }: RecordedStep) => {
    const asked = (scenario.steps[step - 1] as LookingStep).expect?.order;
    return { step, outcome, order: normalOrder(order, { asked, waves }), health, sync };
  };
  const now = toYaml(reports.map((report) => compared(recordedStep(scenario, report))));
  const then = toYaml((known?.steps ?? []).map(compared));
  return record || now === then ? undefined : `Argo CD answers\n${now}\nand answered when it was recorded\n${then}`;
}

/** Where both take part there is nothing to record: what is expected is compared here. */
async function askBoth(
  scenario: Scenario,
  { kubeconfig, argocd }: Pick<AskArgocdOptions, 'kubeconfig' | 'argocd'>,
): Promise<string | undefined> {
  const reports = await runOnCluster(scenario, {
    kubeconfig,
    patienceMs: PATIENCE_MS,
    again: true,
    deliverer: (context) =>
      bothDeliverer({
        gitops: gitopsDeliverer(scenario, context),
        argocd: argocdDeliverer(scenario, { ...context, argocd }),
      }),
  });
  const problems = judgeScenario(scenario, reports);
  return problems.length > 0 ? problems.join('\n') : undefined;
}
