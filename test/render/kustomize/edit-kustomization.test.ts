import { parseYaml } from '../../../src/manifest/yaml.js';
import { edited } from './edited.js';

/** What no engine is needed for. `edit-kustomization.engine.test.ts` compares with the real `kustomize edit`. */
function edit(options: Readonly<Record<string, unknown>>, kustomization: string): unknown {
  const text = edited(options, kustomization, { 'part/kustomization.yaml': '' });
  return parseYaml(text, 'kustomization.yaml')[0];
}

test.each<[options: Readonly<Record<string, unknown>>, before: string, after: unknown]>([
  [{}, 'namePrefix: a-', { namePrefix: 'a-' }],
  [{ namePrefix: '', images: [], commonLabels: {} }, 'namePrefix: a-', { namePrefix: 'a-' }],
  [{ namePrefix: 'b-', nameSuffix: '-c' }, 'namePrefix: a-', { namePrefix: 'b-', nameSuffix: '-c' }],
  [{ namespace: 'other' }, 'namespace: own', { namespace: 'other' }],
  [{ images: ['web=mirror/web:2'] }, '', { images: [{ name: 'web', newName: 'mirror/web', newTag: '2' }] }],
  [
    { replicas: [{ name: 'b', count: '2' }] },
    'replicas: [{ name: b, count: 1 }, { name: a, count: 3 }]',
    {
      replicas: [
        { name: 'a', count: 3 },
        { name: 'b', count: 2 },
      ],
    },
  ],
  [{ commonLabels: { b: '2' } }, 'commonLabels: { a: "1" }', { commonLabels: { a: '1', b: '2' } }],
  [{ commonLabels: { a: '2' }, forceCommonLabels: true }, 'commonLabels: { a: "1" }', { commonLabels: { a: '2' } }],
  [
    { commonLabels: { a: '1' }, labelWithoutSelector: true },
    '',
    { labels: [{ includeSelectors: false, includeTemplates: false, pairs: { a: '1' } }] },
  ],
  [{ commonAnnotations: { a: '$B' } }, '', { commonAnnotations: { a: '$B' } }],
  [
    { patches: [{ path: 'b.yaml' }] },
    'patches: [{ path: a.yaml }]',
    { patches: [{ path: 'a.yaml' }, { path: 'b.yaml' }] },
  ],
  // An edit before the patches has written the empty file.
  [{ namePrefix: 'a-', patches: [{ path: 'b.yaml' }] }, '', { namePrefix: 'a-', patches: [{ path: 'b.yaml' }] }],
  [{ components: ['part', 'part'] }, 'components: [own]', { components: ['own', 'part'] }],
  [{ components: ['absent'], ignoreMissingComponents: true }, 'components: [own]', { components: ['own'] }],
])('%j on %j', (options, before, after) => {
  expect(edit(options, before)).toEqual(after);
});

test.each<[options: Readonly<Record<string, unknown>>, before: string, why: string]>([
  [{ version: 'v5' }, '', "spec.source.kustomize.version 'v5'"],
  [{ namePrefix: 'a-' }, '[]', "'app/kustomization.yaml' is not a kustomization"],
  [{ images: ['web'] }, '', "'web' is not an image"],
  [{ replicas: [{ name: 'a', count: 'x' }] }, '', "'x' is not a number of replicas"],
  [{ commonLabels: { a: '2' } }, 'commonLabels: { a: "1" }', "'a' is already in the kustomization"],
  [{ commonAnnotations: { a: '2' } }, 'commonAnnotations: { a: "1" }', "'a' is already in the kustomization"],
  [{ commonLabels: { a: '1' }, labelIncludeTemplates: true }, '', 'labelIncludeTemplates needs labelWithoutSelector'],
  [{ patches: [{ path: 'b.yaml' }] }, '', 'is empty or has no list of patches'],
  [{ components: ['absent'] }, '', "the component 'absent'"],
])('%j on %j is refused', (options, before, why) => {
  expect(() => edit(options, before)).toThrow(why);
});
