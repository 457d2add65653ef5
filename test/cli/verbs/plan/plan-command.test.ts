import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../../src/cli/main.js';
import { toYaml } from '../../../../src/manifest/yaml.js';
import { sealPlanFile } from '../../../../src/workflow/plan-files/plan-file.js';
import { outputSchema, validDocuments } from '../../../e2e/output-schema.js';
import { testNamespace } from '../../../helpers/cluster.js';
import { configMap } from '../../../helpers/engine.js';
import { type SyncedRepository, syncedRepository } from '../../../helpers/synced-repository.js';
import { captureTerminal } from '../../capture-terminal.js';
import { temporaryFolder } from '../../temporary-folder.js';

function commandLine(git: SyncedRepository) {
  const folder = temporaryFolder({ 'access.yaml': toYaml(git.options.access.accessFile) });
  const place = [
    '-C',
    git.repository.directory,
    '--access',
    'access.yaml',
    '--inventory-namespace',
    git.options.inventoryNamespace!,
  ];
  const run = async (verb: string, ...more: readonly string[]) => {
    const captured = captureTerminal({ directory: folder });
    const code = await main([verb, ...place, ...more], captured.terminal, new AbortController().signal);
    return { code, out: captured.out(), err: captured.err() };
  };
  return { run, folder, read: (file: string) => readFileSync(join(folder, file), 'utf8') };
}

test('plan prints the order, writes a plan file and reports, and a sync without a selection takes the selection of its plan', async () => {
  const namespace = await testNamespace('planned');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '3' } })]);
  const { run, read } = commandLine(git);

  const planned = await run(
    'plan',
    '--environment',
    'dev',
    '-o',
    'new/a.plan',
    '--report',
    'json=a.json,markdown=a.md',
    '--report',
    'junit=a.xml',
  );
  expect(planned).toMatchObject({ code: 2, err: expect.stringContaining('Plan file: new/a.plan') });
  expect(planned.out).toContain(`  Sync, wave 3\n     1  + create ConfigMap ${namespace}/a (new)\n`);
  expect(validDocuments(read('a.json'), outputSchema())).toMatchObject([
    { kind: 'PlanResult', applications: [{ schedule: [{ action: 'create' }] }] },
  ]);
  expect([read('a.md'), read('a.xml')]).toEqual([
    expect.stringMatching(/^### gitops plan: 1 to create\n/),
    expect.stringMatching(/^<\?xml/),
  ]);
  const validate = outputSchema('PlanFile');
  expect(validate(JSON.parse(read('new/a.plan')))).toBe(true);

  expect(await run('sync', '--dry-run', '--plan', 'new/a.plan')).toMatchObject({ code: 64 });
  expect(await run('sync', '--plan', 'new/a.plan', '--max-age', '0s')).toMatchObject({
    code: 1,
    err: expect.stringContaining('WORKFLOW_PLAN_EXPIRED'),
  });
  expect(await run('sync', '--plan', 'new/a.plan', '--environment', 'dev', '--no-prune')).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      "the option 'prune' was 'as each Argo Application says' when it was planned, and is 'false' now",
    ),
  });
  expect(await run('sync', '--plan', 'new/a.plan')).toMatchObject({ code: 0 });
  expect(await run('plan', '--all')).toMatchObject({ code: 0, out: expect.stringContaining('1 object unchanged') });
});

test('a plan with problems writes no plan file, leaves an older one alone and exits 1', async () => {
  const namespace = await testNamespace('planned');
  await using git = await syncedRepository(namespace);
  git.commit('broken', [{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }]);
  const { run, folder, read } = commandLine(git);
  writeFileSync(join(folder, 'a.plan'), 'older');

  const { code, out, err } = await run('plan', '--all', '--out', 'a.plan', '--report', 'junit=a.xml');

  expect(code).toBe(1);
  expect(out).toContain('CLUSTER_UNKNOWN_KIND');
  expect(err).toContain('No plan file was written');
  expect(read('a.plan')).toBe('older');
  expect(read('a.xml')).toContain('<failure message="CLUSTER_UNKNOWN_KIND');
});

test('files that are no plan, names that are a mistake and reports that cannot be written are clear errors', async () => {
  const namespace = await testNamespace('planned');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a')]);
  const { run, folder, read } = commandLine(git);
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'huge.plan'), Buffer.alloc(33 * 1024 * 1024, ' '));
  const everything = { selection: { all: true }, options: {}, clusters: {}, applications: [] };
  const nothing = sealPlanFile({
    created: new Date().toISOString(),
    actor: 'a',
    tool: '1',
    commit: 'c'.repeat(40),
    ...everything,
  });
  writeFileSync(join(folder, 'nothing.plan'), JSON.stringify(nothing));

  const failing: readonly (readonly [string, ...string[]])[] = [
    ['plan', '--all', '-o', 'json', 'CLI_USAGE', 'A format is given by --output'],
    ['plan', '--all', '-o', 'a.plan', '--worktree', 'CLI_USAGE', 'a plan file is for a commit'],
    ['plan', '--all', '--report', 'pdf=a.pdf', 'CLI_USAGE', 'markdown=diff.md'],
    ['plan', '--all', '--report', 'markdown=taken', 'CLI_FILE_NOT_WRITABLE', "'taken' cannot be written"],
    ['sync', '--plan', 'none.plan', 'CLI_FILE_NOT_FOUND', "'none.plan' cannot be read: it does not exist"],
    ['sync', '--plan', 'taken', 'CLI_FILE_NOT_FOUND', "'taken' cannot be read: it is a folder"],
    ['sync', '--plan', 'huge.plan', 'WORKFLOW_PLAN_INVALID', 'too large'],
    ['sync', '--plan', 'nothing.plan', 'WORKFLOW_PLAN_INVALID', 'plans nothing'],
    [
      'verify',
      '--all',
      '--revision',
      'none',
      '--report',
      'markdown=error.md,junit=error.xml,json=error.json',
      'GIT_REVISION_NOT_FOUND',
      'none',
    ],
  ];
  for (const words of failing) {
    const { err } = await run(words[0], ...words.slice(1, -2));
    expect(err).toContain(words.at(-2));
    expect(err).toContain(words.at(-1));
  }

  expect(existsSync(join(folder, 'json'))).toBe(false);
  expect(read('error.md')).toContain('### gitops verify failed\n\n- **GIT_REVISION_NOT_FOUND**');
  expect(read('error.xml')).toContain('errors="1"');
  expect(JSON.parse(read('error.json'))).toMatchObject({
    kind: 'Error',
    problems: [{ code: 'GIT_REVISION_NOT_FOUND' }],
  });
});

test('-U says how many lines stand around a difference, and --color when it is coloured', async () => {
  const namespace = await testNamespace('planned');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a', { a: '1', b: '2', c: '3', d: '4', e: '5' })]);
  const { run } = commandLine(git);
  await run('sync', '--all');
  git.commit('second', [configMap('a', { a: '1', b: '2', c: 'x', d: '4', e: '5' })]);
  const context = async (...more: readonly string[]) =>
    (await run('diff', '--all', ...more)).out.split('\n').filter((line) => /^ {5,}\S: '/.test(line)).length;

  expect([await context(), await context('-U', '1'), await context('--unified', '0')]).toEqual([4, 2, 0]);

  const coloured = async (...more: readonly string[]) => (await run('diff', '--all', ...more)).out.includes('\u001b[');
  expect([
    await coloured(),
    await coloured('--color'),
    await coloured('--color', 'always'),
    await coloured('--color=never'),
  ]).toEqual([false, true, true, false]);
  expect(await run('diff', '--all', '--color=sometimes')).toMatchObject({ code: 64 });
});
