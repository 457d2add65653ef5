import { testCluster } from '../helpers/cluster.js';
import { gitopsDeliverer } from './runner/gitops-deliverer.js';
import { judgeScenario } from './runner/judge-scenario.js';
import { runOnCluster } from './runner/on-cluster.js';
import { readScenario, scenarioNames } from './runner/read-scenario.js';
import { readRecord } from './runner/record.js';
import { isAboutBoth } from './runner/scenario.js';

const AT_A_TIME = 4;
/** So many after the one that is waited for may have begun: a slow one does not hold up the others. */
const AHEAD = 16;
/** Those that need Argo CD beside us run in `npm run test:argocd` only. */
const NAMES = scenarioNames().filter((name) => !isAboutBoth(readScenario(name)));
const begun = new Map<string, Promise<readonly string[]>>();
let running = 0;
let awaited = 0;

afterAll(() => Promise.allSettled(begun.values()));

// README.md in this folder says how to write one. Each has a namespace of its own; the next ones go on
// meanwhile.
test.each(NAMES)('scenario %s', async (name) => {
  awaited = NAMES.indexOf(name);

  const problems = await (begun.get(name) ?? begin(name));

  expect(problems).toEqual([]);
});

function begin(name: string): Promise<readonly string[]> {
  running++;
  const ended = problemsOf(name).finally(() => {
    running--;
    beginMore();
  });
  ended.catch(() => {}); // told by its own test
  begun.set(name, ended);
  beginMore();
  return ended;
}

function beginMore(): void {
  const next = NAMES.slice(awaited, awaited + AHEAD).find((name) => !begun.has(name));
  if (next !== undefined && running < AT_A_TIME) void begin(next);
}

async function problemsOf(name: string): Promise<readonly string[]> {
  const scenario = readScenario(name);
  const record = readRecord(scenario);
  const { userKubeconfig: kubeconfig } = await testCluster();
  const reports = await runOnCluster(scenario, {
    kubeconfig,
    patienceMs: 10_000,
    deliverer: (context) => gitopsDeliverer(scenario, context),
  });
  return judgeScenario(scenario, reports, record?.steps);
}
