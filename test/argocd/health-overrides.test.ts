import { readHealthOverrides } from '../../src/argocd/health-overrides.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';

function argocdCm(data: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data };
}

test('rules by group and kind, by kind alone and by glob, with their libraries', () => {
  expect(
    readHealthOverrides(
      argocdCm({
        'resource.customizations.health.cert-manager.io_Certificate': 'return 1',
        'resource.customizations.useOpenLibs.cert-manager.io_Certificate': 'true',
        'resource.customizations.health.Pod': 'return 2',
        'resource.customizations.health.*.crossplane.io_*': 'return 3',
        'resource.customizations.health.all': 'return 4',
        'resource.customizations.useOpenLibs.example.com_Alone': 'true',
        'resource.customizations.actions.apps_Deployment': 'x',
        'resource.exclusions': 'x',
      }),
    ),
  ).toEqual({
    '*.crossplane.io/*': { lua: 'return 3' },
    '*/*': { lua: 'return 4' },
    'cert-manager.io/Certificate': { lua: 'return 1', openLibs: true },
    Pod: { lua: 'return 2' },
  });
});

test('the older form holds all in one text; the newer one wins', () => {
  const all =
    'example.com/Widget:\n  health.lua: return 1\n  health.lua.useOpenLibs: true\nexample.com/Gadget:\n  health.lua: return 2\n  ignoreDifferences: x\nexample.com/None:\n  actions: x\n';
  const found = readHealthOverrides(
    argocdCm({ 'resource.customizations': all, 'resource.customizations.health.example.com_Gadget': 'return 3' }),
  );

  expect(found).toEqual({
    'example.com/Gadget': { lua: 'return 3', openLibs: false },
    'example.com/Widget': { lua: 'return 1', openLibs: true },
  });
});

test('all problems are told at once', () => {
  const wrong = argocdCm({
    'resource.customizations.health.a_b_c': 'x',
    'resource.customizations.useOpenLibs.a_B': 'perhaps',
  });

  expect(() => readHealthOverrides(wrong)).toThrow(expect.objectContaining({ code: 'SEVERAL_PROBLEMS' }));
  expect(() => readHealthOverrides(argocdCm({ 'resource.customizations.health.a_b_c': 'x' }))).toThrow(
    expect.objectContaining({ code: 'ARGOCD_INVALID_CUSTOMIZATION' }),
  );
  expect(() => readHealthOverrides(argocdCm({ 'resource.customizations': '- a' }))).toThrow(
    expect.objectContaining({ code: 'ARGOCD_INVALID_CUSTOMIZATION' }),
  );
});

test('an empty ConfigMap has none', () => {
  expect(readHealthOverrides({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' } })).toEqual({});
});
