import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKustomize } from '../../../src/engines/kustomize/create-kustomize.js';
import { FileSet } from '../../../src/files/file-set.js';
import { needs } from '../../helpers/needs.js';
import { edited } from './edited.js';

/** The native command, where there is one. */
const COMMAND = process.env['KUSTOMIZE'] ?? 'kustomize';
const kustomize = createKustomize({ workers: 1 });
afterAll(() => kustomize.close());

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {l: x}}
spec:
  replicas: 1
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
      - {name: web, image: 'web:1'}
      - {name: proxy, image: 'host:5000/proxy:1'}
      - {name: pinned, image: 'pinned@sha256:abc'}
`;
const KUSTOMIZATIONS = [
  'resources: [d.yaml]\n',
  'resources: [d.yaml]\nimages:\n- {name: web, newName: other, newTag: "9"}\n- {name: unused, newTag: "1"}\nreplicas: [{name: web, count: 3}]\ncommonLabels: {k: v}\nnamePrefix: old-\n',
  'resources: [d.yaml]\nlabels:\n- pairs: {k: v}\n  includeSelectors: true\n- pairs: {m: one}\ncommonAnnotations: {note: "1"}\n',
];

interface Options {
  readonly [option: string]: unknown;
}

/** Options of an Argo Application, and the commands that Argo CD runs for them. */
const CASES: readonly (readonly [Options, readonly string[]])[] = [
  ...[
    ['web:2'],
    ['web=mirror/web'],
    ['web=*:5'],
    ['web=mirror/web:*'],
    ['host:5000/proxy@sha256:aa', 'pinned:3'],
    ['web=a/b:1@sha256:cc', 'web:7'],
    ['web'],
  ].map((images) => [{ images }, ['set', 'image', ...images]] as const),
  [{ images: ['host:5000/proxy=x:1'] }, ['set', 'image', 'host:5000/proxy=x:1']],
  [
    {
      replicas: [
        { name: 'web', count: 5 },
        { name: 'none', count: '2' },
      ],
    },
    ['set', 'replicas', 'web=5', 'none=2'],
  ],
  [{ commonLabels: { k: 'w' } }, ['add', 'label', 'k:w']],
  [{ commonLabels: { k: 'w' }, forceCommonLabels: true }, ['add', 'label', '--force', 'k:w']],
  [
    { commonLabels: { m: 'w', o: 'p' }, labelWithoutSelector: true },
    ['add', 'label', '--without-selector', 'm:w', 'o:p'],
  ],
  [
    { commonLabels: { o: 'p' }, labelWithoutSelector: true, labelIncludeTemplates: true },
    ['add', 'label', '--without-selector', '--include-templates', 'o:p'],
  ],
  [{ commonAnnotations: { note: '2' } }, ['add', 'annotation', 'note:2']],
  [{ commonAnnotations: { note: '2' }, forceCommonAnnotations: true }, ['add', 'annotation', '--force', 'note:2']],
  [{ namespace: 'other' }, ['set', 'namespace', '--', 'other']],
  [{ namePrefix: 'p-' }, ['set', 'nameprefix', '--', 'p-']],
  [{ nameSuffix: '-s' }, ['set', 'namesuffix', '--', '-s']],
];

/** Whether this machine has the command of the engine's version. */
const hasCommand =
  spawnSync(COMMAND, ['version'], { encoding: 'utf8' }).stdout?.includes(`v${kustomize.version}`) ?? false;

needs(
  hasCommand,
  'kustomize command of the version of the engine, in KUSTOMIZE or on PATH',
).test('every option gives what `kustomize edit` and a build give, also where they refuse', async () => {
  for (const [options, edit] of CASES) {
    for (const kustomization of KUSTOMIZATIONS) {
      const name = `${JSON.stringify(options)} on ${kustomization}`;
      expect([name, await ours(options, kustomization)]).toEqual([name, await theirs(edit, kustomization)]);
    }
  }
});

async function build(kustomization: string): Promise<unknown> {
  return kustomize.build(FileSet.of({ 'app/kustomization.yaml': kustomization, 'app/d.yaml': DEPLOYMENT }), 'app');
}

async function ours(options: Options, kustomization: string): Promise<unknown> {
  try {
    return await build(edited(options, kustomization, { 'd.yaml': DEPLOYMENT }));
  } catch {
    return 'refused';
  }
}

async function theirs(edit: readonly string[], kustomization: string): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'edit-'));
  try {
    writeFileSync(join(directory, 'kustomization.yaml'), kustomization);
    writeFileSync(join(directory, 'd.yaml'), DEPLOYMENT);
    const { status } = spawnSync(COMMAND, ['edit', ...edit], { cwd: directory, encoding: 'utf8' });
    return status === 0 ? await build(readFileSync(join(directory, 'kustomization.yaml'), 'utf8')) : 'refused';
  } catch {
    return 'refused';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
