import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { checkBuildOptions } from '../../../src/workflow/checks/check-build-options.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const SETTINGS: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data: {} };
const failed = (reason: string): Finding => ({
  rule: 'render-failed',
  level: 'error',
  message: `kustomize cannot build 'web': ${reason}`,
  file: 'web/kustomization.yaml',
});
const HELM = failed('its helmCharts must specify --enable-helm');
const OTHER = failed('no such file');

test.each<[what: string, finding: Finding, settings: KubeObject | undefined, expected: string]>([
  ['charts while the settings are unknown', HELM, undefined, 'warning unsupported-source'],
  ['charts that the settings do not allow', HELM, SETTINGS, 'error render-failed'],
  ['another failure', OTHER, undefined, 'error render-failed'],
])('%s', (_, finding, settings, expected) => {
  expect(checkBuildOptions([finding], settings).map(({ level, rule }) => `${level} ${rule}`)).toEqual([expected]);
});
