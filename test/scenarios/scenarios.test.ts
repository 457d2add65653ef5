import { testCluster } from '../helpers/cluster.js';
import { gitopsDeliverer } from './runner/gitops-deliverer.js';
import { judgeScenario } from './runner/judge-scenario.js';
import { runOnCluster } from './runner/on-cluster.js';
import { readScenario, scenarioNames } from './runner/read-scenario.js';
import { readRecord } from './runner/record.js';
import { isAboutBoth } from './runner/scenario.js';

const AT_A_TIME = 4;
/** Those that need Argo CD beside us run in `npm run test:argocd` only. */
const NAMES = scenarioNames().filter((name) => !isAboutBoth(readScenario(name)));
const running = new Map<string, Promise<readonly string[]>>();

afterAll(() => Promise.allSettled(running.values()));

// README.md in this folder says how to write one. Each has a namespace of its own; the next ones are begun while one runs.
test.each(NAMES)('scenario %s', async (name) => {
  const first = NAMES.indexOf(name);
  for (const next of NAMES.slice(first, first + AT_A_TIME)) {
    if (!running.has(next)) running.set(next, problemsOf(next));
    running.get(next)?.catch(() => {}); // told by its own test
  }

  const problems = await running.get(name);

  expect(problems).toEqual([]);
});

async function problemsOf(name: string): Promise<readonly string[]> {
  const scenario = readScenario(name);
  const record = readRecord(scenario);
  const { userKubeconfig: kubeconfig } = await testCluster();
  const reports = await runOnCluster(scenario, { kubeconfig, patienceMs: 10_000, deliverer: (context) => gitopsDeliverer(scenario, context) });
  return judgeScenario(scenario, reports, record?.steps);
}
