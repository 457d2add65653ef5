import { FileSet } from '../../../src/files/file-set.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { committedHealthRules } from '../../../src/workflow/desired/committed-health-rules.js';

const settings = (data: Record<string, string>, name = 'argocd-cm'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const health = (kind: string, lua: string) => ({ [`resource.customizations.health.example.com_${kind}`]: lua });

test('rules of every argocd-cm, rendered ones first, then files by path; what is a template or another ConfigMap is passed over', () => {
  const files = FileSet.of({
    'a/argocd-cm.yaml': toYaml(settings(health('Widget', 'of the file'))),
    'b/patch.yaml': toYaml(settings({ ...health('Widget', 'of the patch'), ...health('Gadget', 'of the patch') })),
    'c/other.yaml': toYaml(settings(health('Other', 'argocd-cm'), 'other')),
    'd/template.yaml': `name: argocd-cm\n{{ if resource.customizations }}\n  : [`,
    'e/readme.md': 'argocd-cm: resource.customizations',
  });

  expect(committedHealthRules(files, [settings(health('Rendered', 'rendered'))])).toEqual({
    'example.com/Widget': { lua: 'of the file' },
    'example.com/Gadget': { lua: 'of the patch' },
    'example.com/Rendered': { lua: 'rendered' },
  });
  expect(committedHealthRules(files, [settings(health('Widget', 'rendered'))])).toMatchObject({
    'example.com/Widget': { lua: 'rendered' },
  });
});

test('a key that Argo CD would not read is told', () => {
  const files = FileSet.of({ 'a.yaml': toYaml(settings({ 'resource.customizations.health.a_b_c': 'return nil' })) });

  expect(() => committedHealthRules(files, [])).toThrow(
    expect.objectContaining({ code: 'ARGOCD_INVALID_CUSTOMIZATION' }),
  );
});
