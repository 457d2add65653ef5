import { parseSettingsFile } from '../../src/argocd/parse-settings-file.js';

const read = (text: string) =>
  parseSettingsFile(text, 'settings.yaml').map(({ kind, metadata, ...rest }) => [
    `${kind} ${metadata.name}`,
    rest['data'] ?? rest['stringData'] ?? rest['spec'],
  ]);

test.each([
  [
    'a ConfigMap',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {a: b}\n',
    [['ConfigMap argocd-cm', { a: 'b' }]],
  ],
  [
    'a list of kubectl, with what is nothing of Argo CD',
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cmd-params-cm}, data: {a: "1"}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: other}}\n- {apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: infra}, spec: {}}\n',
    [
      ['ConfigMap argocd-cmd-params-cm', { a: '1' }],
      ['AppProject infra', {}],
    ],
  ],
  [
    'values of the chart, whose switches and empty texts are no settings',
    'configs:\n  cm: {create: true, annotations: {x: y}, admin.enabled: false, kustomize.buildOptions: --enable-helm, url: ""}\n  params: {server.insecure: true}\n',
    [
      ['ConfigMap argocd-cm', { 'admin.enabled': 'false', 'kustomize.buildOptions': '--enable-helm' }],
      ['ConfigMap argocd-cmd-params-cm', { 'server.insecure': 'true' }],
    ],
  ],
  ['values below the name of a subchart', 'argo-cd:\n  configs: {cm: {a: b}}\n', [['ConfigMap argocd-cm', { a: 'b' }]]],
  ['values of an old chart', 'server:\n  config: {a: b}\n', [['ConfigMap argocd-cm', { a: 'b' }]]],
  [
    'clusters of the chart',
    'configs:\n  clusterCredentials:\n    eu: {server: "https://eu", labels: {tier: prod}}\n',
    [['Secret cluster-eu', { name: 'eu', server: 'https://eu' }]],
  ],
  [
    'the resource of the operator',
    'apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: {name: hub}\nspec: {kustomizeBuildOptions: --enable-helm, extraConfig: {a: b}}\n',
    [['ConfigMap argocd-cm', { 'kustomize.buildOptions': '--enable-helm', a: 'b' }]],
  ],
])('reads %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['has nothing of Argo CD', 'image: {tag: v1}\n', 'it has neither the ConfigMap argocd-cm'],
  ['is empty', '', 'it has neither'],
  ['has a setting that is a map', 'configs: {cm: {a: {b: c}}}\n', "'a' of argocd-cm is not text"],
])('a file that %s is refused', (_, text, message) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'ARGOCD_INVALID_SETTINGS', message: expect.stringContaining(message) }),
  );
});
