import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorJunit } from '../../../src/cli/reports/error-junit.js';
import { errorMarkdown } from '../../../src/cli/reports/error-markdown.js';
import { styleFor } from '../../../src/cli/terminal/style.js';
import { diffJunit } from '../../../src/cli/verbs/diff/diff-junit.js';
import { diffMarkdown } from '../../../src/cli/verbs/diff/diff-markdown.js';
import { planJunit } from '../../../src/cli/verbs/plan/plan-junit.js';
import { planMarkdown } from '../../../src/cli/verbs/plan/plan-markdown.js';
import { planText } from '../../../src/cli/verbs/plan/plan-text.js';
import { syncJunit } from '../../../src/cli/verbs/sync/sync-junit.js';
import { syncMarkdown } from '../../../src/cli/verbs/sync/sync-markdown.js';
import { verifyJunit } from '../../../src/cli/verbs/verify/verify-junit.js';
import { verifyMarkdown } from '../../../src/cli/verbs/verify/verify-markdown.js';
import { GitopsError } from '../../../src/errors.js';
import type { PlannedTask, PlanResult } from '../../../src/workflow/api/plan-result.js';
import type { DiffChange, DiffResult, SyncResult, VerifyResult } from '../../../src/workflow/api/results.js';

const web = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
const map = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' };
const HOSTILE = '</details> @team <img src=x> `a` ``b`` | [x](y)\u001b[2J\u202e';
const PROBLEM = {
  code: 'CLUSTER_INVALID',
  message: `Deployment shop/web is refused: ${HOSTILE}`,
  hint: 'Correct it | here.',
  object: 'Deployment shop/web',
};
const header = {
  apiVersion: 'cdk8s-gitops.io/v1',
  revision: { commit: 'a'.repeat(40), shortId: 'aaaaaaa', subject: HOSTILE },
  skipped: [{ application: 'left', reason: 'Argo CD delivers it', deliveredBy: 'argocd' }],
  windows: [{ application: 'web-prod', cluster: 'eu', sync: 'manual', windows: ["denied '0 2 * * *' for 1h, UTC"] }],
  clusters: [{ cluster: 'eu', requests: 10, writes: 0, retries: 0 }],
  errors: [
    {
      code: 'CLUSTER_UNREACHABLE',
      message: `cluster 'us' cannot be reached: ${HOSTILE}`,
      hint: 'Check it | there.',
      cluster: 'us',
    },
  ],
  seconds: 1.5,
} as const;
const orphaned = [{ application: 'old', cluster: 'eu', objects: 2, pruned: false }];

const update: DiffChange = {
  action: 'update',
  object: web,
  reason: 'manifest changed',
  text: '--- live/Deployment shop/web\n+++ git/Deployment shop/web\n@@ -1,1 +1,1 @@\n-  note: a\n+  note: "```\\n</details>"\n',
  simulated: false,
  notes: ["takes spec.replicas back from 'kubectl'"],
};
const create: DiffChange = {
  ...update,
  action: 'create',
  object: map,
  reason: 'new',
  simulated: true,
  notes: [],
  text: '+++ git/x\n+a: b\n',
};
const diff: DiffResult = {
  ...header,
  kind: 'DiffResult',
  changed: true,
  orphaned,
  applications: [
    {
      application: 'web-prod',
      cluster: 'eu',
      updateNamespace: 'shop',
      changes: [update, create, { ...create, action: 'refuse', reason: 'pruning is off', text: '', simulated: false }],
      kept: 3,
      hooks: [
        {
          object: { group: 'batch', kind: 'Job', namespace: 'shop', name: 'migrate' },
          phase: 'PreSync',
          reason: 'something changes',
        },
        {
          object: { group: 'batch', kind: 'Job', namespace: 'shop', name: 'alarm' },
          phase: 'SyncFail',
          reason: 'only after a failure',
        },
      ],
      held: true,
      problems: [PROBLEM],
    },
    {
      application: 'api-prod',
      cluster: 'eu',
      deliveredBy: 'argocd',
      searched: ['ConfigMap in shop'],
      changes: [],
      kept: 7,
      held: false,
      problems: [],
    },
  ],
};

const task = (part: Partial<PlannedTask>): PlannedTask => ({
  phase: 'Sync',
  wave: 0,
  step: 1,
  object: map,
  action: 'create',
  reason: 'new',
  simulated: false,
  notes: [],
  ...part,
});
const plan: PlanResult = {
  ...header,
  kind: 'PlanResult',
  changed: true,
  digest: 'sha256:0',
  orphaned,
  applications: [
    {
      application: 'web-prod',
      cluster: 'eu',
      environment: 'prod',
      wave: 5,
      held: true,
      orphaned: false,
      createNamespace: 'shop',
      problems: [PROBLEM],
      schedule: [
        task({
          phase: 'PreSync',
          action: 'run',
          object: { group: 'batch', kind: 'Job', namespace: 'shop', name: 'migrate' },
          reason: 'hook',
          hook: true,
        }),
        task({ step: 2, simulated: true }),
        task({ step: 3, wave: 1, action: 'keep', reason: 'unchanged' }),
        task({
          step: 3,
          wave: 1,
          action: 'update',
          object: web,
          reason: 'drifted',
          notes: ["takes spec.replicas back from 'kubectl'"],
        }),
        task({ step: 4, wave: 1, action: 'delete', reason: 'left Git' }),
        task({ step: 5, wave: 1, action: 'refuse', reason: HOSTILE }),
        task({ step: 6, phase: 'SyncFail', action: 'run', reason: 'only after a failure', hook: true }),
      ],
    },
    {
      application: 'api-prod',
      cluster: 'eu',
      deliveredBy: 'argocd',
      searched: [],
      wave: 0,
      held: false,
      orphaned: false,
      problems: [],
      schedule: [task({ action: 'keep' })],
    },
  ],
};

const none = {
  created: 0,
  updated: 0,
  recreated: 0,
  deleted: 0,
  kept: 0,
  refused: [],
  unhealthy: [],
  unverified: [],
  halfway: [],
  errors: [],
  seconds: 1,
};
const sync: SyncResult = {
  ...header,
  kind: 'SyncResult',
  outcome: 'failed',
  orphaned,
  applications: [
    {
      ...none,
      application: 'web-prod',
      cluster: 'eu',
      outcome: 'failed',
      message: HOSTILE,
      created: 1,
      errors: [PROBLEM],
      halfway: [{ object: map, reason: 'create failed' }],
    },
    {
      ...none,
      application: 'api-prod',
      cluster: 'eu',
      outcome: 'unhealthy',
      unhealthy: [{ object: web, status: 'Degraded', message: HOSTILE }],
    },
    {
      ...none,
      application: 'db-prod',
      cluster: 'eu',
      outcome: 'blocked',
      message: "not tried, because 'api-prod' is unhealthy",
    },
    {
      ...none,
      application: 'job-prod',
      cluster: 'eu',
      outcome: 'synced',
      hooks: [
        {
          object: { group: 'batch', kind: 'Job', namespace: 'shop', name: 'migrate' },
          phase: 'PreSync',
          result: 'succeeded',
        },
        {
          object: { group: 'batch', kind: 'Job', namespace: 'shop', name: 'notify' },
          phase: 'PostSync',
          result: 'failed',
          message: 'exit 1',
        },
      ],
      refused: [{ object: map, reason: 'pruning is off' }],
    },
  ],
};
const verification: VerifyResult = {
  ...header,
  kind: 'VerifyResult',
  verified: false,
  applications: [
    {
      application: 'web-prod',
      cluster: 'eu',
      verified: false,
      objects: 2,
      differences: [
        { object: web, reason: 'differs', text: update.text },
        { object: map, reason: 'missing', text: '' },
      ],
      unhealthy: [{ object: web, status: 'Progressing' }],
      problems: [PROBLEM],
    },
    {
      application: 'api-prod',
      cluster: 'eu',
      deliveredBy: 'argocd',
      searched: ['ConfigMap in shop'],
      verified: true,
      objects: 7,
      differences: [],
      unhealthy: [],
      problems: [],
    },
  ],
};
const failure = GitopsError.all([
  new GitopsError('CLUSTER_UNREACHABLE', HOSTILE, { hint: 'Check it.' }),
  new GitopsError('CLI_USAGE', 'no'),
]);

/** Without what only files have to leave out. */
function calm<T>(result: T): T {
  return JSON.parse(JSON.stringify(result).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'no')) as T;
}

/** `UPDATE_GOLDEN=1` rewrites the files; review the difference. */
test.each([
  ['diff.md', () => diffMarkdown(diff)],
  ['diff.xml', () => diffJunit(diff)],
  ['plan.md', () => planMarkdown(plan)],
  ['plan.xml', () => planJunit(plan)],
  ['plan.txt', () => planText(calm(plan), styleFor(false))],
  ['sync.md', () => syncMarkdown(sync)],
  ['sync.xml', () => syncJunit(sync)],
  ['verify.md', () => verifyMarkdown(verification)],
  ['verify.xml', () => verifyJunit(verification)],
  ['error.md', () => errorMarkdown('diff', failure)],
  ['error.xml', () => errorJunit('diff', failure)],
])('%s is as the golden file has it', (name, render) => {
  const file = join(import.meta.dirname, 'reports', name);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, render());

  expect(render()).toBe(readFileSync(file, 'utf8'));
});

test('Markdown stays below its limit however much there is, whole, and says what it leaves out', () => {
  const long = `${'a'.repeat(253)}`;
  const many = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);
  const change = { ...update, text: `+${'x'.repeat(90)}\n`.repeat(400), reason: 'r'.repeat(5_000) };
  const big: DiffResult = {
    ...diff,
    skipped: many(500, { application: long, reason: long }),
    orphaned: many(500, { ...orphaned[0]!, application: long }),
    applications: many(300, {
      ...diff.applications[0]!,
      application: long,
      changes: many(5, change),
      problems: many(3, { ...PROBLEM, message: 'm'.repeat(3_000) }),
    }),
  };
  const bigPlan: PlanResult = {
    ...plan,
    applications: many(300, {
      ...plan.applications[0]!,
      application: long,
      schedule: many(500, task({ notes: ['n'] })),
    }),
  };
  const bigSync: SyncResult = { ...sync, applications: many(2_000, { ...sync.applications[0]!, application: long }) };
  const bigVerification: VerifyResult = {
    ...verification,
    applications: many(2_000, { ...verification.applications[0]!, application: long }),
  };

  for (const text of [
    diffMarkdown(big),
    planMarkdown(bigPlan),
    syncMarkdown(bigSync),
    verifyMarkdown(bigVerification),
  ]) {
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/\d+ (changes |Argo Applications )?more/);
    expect(text.match(/^<details>/gm)?.length ?? 0).toBe(text.match(/^<\/details>$/gm)?.length ?? 0);
    expect((text.match(/^```+(diff)?$/gm)?.length ?? 0) % 2).toBe(0);
  }
  expect(diffMarkdown(big)).toMatch(/… \d+ more lines/);
});

test('nothing in a result can end a fence, a table or an element', () => {
  const text = diffMarkdown(diff);
  const outside = text.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');

  expect(text).toContain('````diff\n');
  expect(outside).not.toMatch(/<img|@team|\p{Bidi_Control}/u);
  expect(text).not.toContain('\u001b');
  expect(outside.match(/<\/details>/g)).toHaveLength(2);
});
