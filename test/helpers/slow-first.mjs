import Sequencer from '@jest/test-sequencer';

/** Suites that take longer than half a minute beside others, slowest first. */
const SLOW = [
  'scenarios/scenarios',
  'e2e/sync',
  'workflow/remote-charts',
  'workflow/crash/crash',
  'local-cluster/start-local-cluster',
  'git/isomorphic-repository',
  'workflow/remote-bases',
  'e2e/life',
  'e2e/node-versions',
  'e2e/start-your-own',
  'workflow/desired/revision-content',
  'workflow/rollback-commit',
  'cluster/faults/network',
  'workflow/custom-health',
];

/** jest starts the slowest suites of its last run first; a fresh clone has no last run, and a slow suite that comes last is waited for alone. */
export default class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const slow = SLOW.flatMap((name) => sorted.filter(({ path }) => path.endsWith(`/test/${name}.test.ts`)));
    return [...slow, ...sorted.filter((test) => !slow.includes(test))];
  }
}
