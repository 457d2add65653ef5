import type { Chance } from './chance.js';
import { CHART } from './helm-question.js';
import type { Question } from './question.js';

const MAP = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

const FILES: Readonly<Record<string, string>> = {
  ...CHART,
  'charts/web/templates/files.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: files}\ndata: {{ (.Files.Glob "conf/**").AsConfig | nindent 2 }}\n',
  'charts/web/conf/a.txt': 'a\n',
  'plain/one.yaml': MAP('one'),
  'plain/deep/two.yaml': MAP('two'),
  'plain/deep/three.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "three"}}',
  'over/kustomization.yaml': 'resources: [one.yaml, ../base]\n',
  'over/one.yaml': MAP('one'),
  'over/files/key.txt': 'key\n',
  'base/kustomization.yaml': 'resources: [map.yaml, ../side]\n',
  'base/map.yaml': MAP('base'),
  'side/kustomization.yaml': 'resources: [side.yaml]\n',
  'side/side.yaml': MAP('side'),
  'README.md': 'read me\n',
};
const LINKS: readonly (readonly [path: string, targets: readonly string[]])[] = [
  ['plain/link.yaml', ['one.yaml', 'deep/two.yaml', '../side/side.yaml', 'absent.yaml', 'deep', '/etc/hostname', '../../x.yaml', 'link.yaml', '../README.md']],
  ['plain/folder', ['deep', '../side', '..', '.', 'absent']],
  ['plain/deep/back.yaml', ['../one.yaml', '../link.yaml', '../folder/side.yaml']],
  ['over/linked.yaml', ['one.yaml', '../side/side.yaml', '../plain/one.yaml', 'files/../one.yaml', 'absent.yaml']],
  ['over/linked', ['../base', '../side', 'files', '../plain', '..']],
  ['charts/web/conf/link.txt', ['a.txt', '../../../README.md', 'absent.txt', '../values.yaml']],
  ['charts/web/conf/folder', ['../../../side', '../templates', '.', 'a.txt']],
  ['charts/web/templates/more', ['../../../plain', '../../../side', '../../../plain/deep']],
  ['charts/web/linked-values.yaml', ['values-prod.yaml', '../../shared/common.yaml', 'conf/link.txt', 'absent.yaml', '../../shared']],
  ['charts/web/.helmignore', ['conf/a.txt', 'ignored']],
  ['shared/again.yaml', ['common.yaml', 'again.yaml']],
];
const KUSTOMIZATIONS = [
  'resources: [one.yaml, linked.yaml]\n', 'resources: [linked]\n', 'resources: [one.yaml, linked/side.yaml]\n',
  'resources: [one.yaml]\nconfigMapGenerator: [{name: made, files: [files/key.txt, x=linked.yaml]}]\n',
  'resources: [one.yaml]\ncomponents: [linked]\n', 'resources: [one.yaml, linked/base]\n',
];

/** A repository with symbolic links, which the source reads or does not. */
export function linkQuestion({ pick, some, maybe, below }: Chance): Omit<Question, 'name'> {
  const links = Object.fromEntries([
    ['current', pick('plain', 'over', 'over', 'charts/web', 'charts/web', 'charts', 'README.md')],
    ...some(() => pick(...LINKS), 1, 5).map(([path, targets]) => [path, pick(...targets)]),
  ]);
  const options = pick<Readonly<Record<string, unknown>>>(
    { path: 'plain', directory: { recurse: below(2) === 0, ...maybe('exclude', () => pick('link*', 'deep/*'), 20) } },
    { path: 'plain' },
    { path: 'over' },
    { path: 'over', kustomize: { namePrefix: 'pre-' } },
    {
      path: 'charts/web',
      helm: { ...maybe('valueFiles', () => some(() => pick('linked-values.yaml', '/shared/again.yaml', '/current/values-prod.yaml'), 1, 2)), releaseName: 'web' },
    },
    { path: pick('current', 'current/web', 'plain/folder') },
    { path: 'current', helm: { releaseName: 'web', valueFiles: [pick('values-prod.yaml', '../shared/common.yaml', 'linked-values.yaml')] } },
    { path: 'current', kustomize: { nameSuffix: '-post' } },
  );
  const kustomization = maybe('over/kustomization.yaml', () => pick(...KUSTOMIZATIONS), 80) as Readonly<Record<string, string>>;
  return {
    source: { repoURL: 'https://git.example.com/team/deploy.git', targetRevision: 'main', ...options },
    files: { ...FILES, ...kustomization, ...(below(4) === 0 ? { 'charts/web/ignored': 'conf/folder\n' } : {}) },
    links,
    ...(below(6) === 0 ? { buildOptions: '--load-restrictor LoadRestrictionsNone' } : {}),
  };
}
