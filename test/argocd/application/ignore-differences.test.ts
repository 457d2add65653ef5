import { ignoreRulesFor, readIgnoreRules } from '../../../src/argocd/application/ignore-differences.js';

const settings = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data });
const rule = (more: object) => ({
  group: '',
  kind: '',
  jsonPointers: [],
  jqPathExpressions: [],
  managedFieldsManagers: [],
  ...more,
});

describe('readIgnoreRules', () => {
  test('those of the Argo Application come before those for all', () => {
    const found = readIgnoreRules(
      [{ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }],
      settings({
        'resource.customizations.ignoreDifferences.admissionregistration.k8s.io_MutatingWebhookConfiguration':
          "jqPathExpressions:\n- '.webhooks[]?.clientConfig.caBundle'\n",
        'resource.customizations.ignoreDifferences.all': 'managedFieldsManagers:\n- kube-controller-manager\n',
        'resource.customizations.ignoreDifferences.ConfigMap': 'jsonPointers:\n- /data/a\n',
        'resource.customizations.health.apps_Deployment': 'return {}',
      }),
    );

    expect(found).toEqual([
      rule({ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }),
      rule({ kind: 'ConfigMap', jsonPointers: ['/data/a'] }),
      rule({
        group: 'admissionregistration.k8s.io',
        kind: 'MutatingWebhookConfiguration',
        jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
      }),
      rule({ group: '*', kind: '*', managedFieldsManagers: ['kube-controller-manager'] }),
    ]);
  });

  test('the older form holds all in one text', () => {
    const text =
      'apps/Deployment:\n  ignoreDifferences: |\n    jsonPointers:\n    - /spec/replicas\nPod:\n  health.lua: return {}\n';

    expect(readIgnoreRules(undefined, settings({ 'resource.customizations': text }))).toEqual([
      rule({ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }),
    ]);
  });

  test('what says nothing, or is nonsense, is no rule', () => {
    expect(readIgnoreRules([{ kind: 'Deployment' }, 'nonsense', null, { kind: 'Pod', jsonPointers: 'all' }])).toEqual(
      [],
    );
    expect(readIgnoreRules({ kind: 'Deployment' })).toEqual([]);
  });

  test('every customization that Argo CD would not read is told', () => {
    const broken = {
      'resource.customizations.ignoreDifferences.a_b_c': 'jsonPointers: []',
      'resource.customizations.ignoreDifferences.apps_': 'jsonPointers: []',
      'resource.customizations.ignoreDifferences.Pod': '[a, b]',
      'resource.customizations.ignoreDifferences.Service': 'a: [',
    };

    expect(() => readIgnoreRules([], settings(broken))).toThrow(
      expect.objectContaining({
        problems: Array(4).fill(expect.objectContaining({ code: 'ARGOCD_INVALID_CUSTOMIZATION' })),
      }),
    );
  });
});

describe('ignoreRulesFor', () => {
  test.each<[given: object, concerned: boolean]>([
    [{ group: 'apps', kind: 'Deployment' }, true],
    [{ group: '*', kind: 'Deploy*' }, true],
    [{ group: '', kind: 'Deployment' }, false],
    [{ group: 'apps', kind: 'Deployment', name: 'web', namespace: 'shop' }, true],
    [{ group: 'apps', kind: 'Deployment', name: 'web*' }, false],
    [{ group: 'apps', kind: 'Deployment', namespace: 'other' }, false],
  ])('%j concerns apps/Deployment shop/web: %s', (given, concerned) => {
    const rules = readIgnoreRules([{ jsonPointers: ['/a'], ...given }]);

    expect(ignoreRulesFor(rules, { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' })).toHaveLength(
      concerned ? 1 : 0,
    );
  });
});
