import type { BuildRequest } from '../../../src/engines/kustomize/kustomize.js';
import { FileSet } from '../../../src/files/file-set.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { checkOverlays } from '../../../src/workflow/checks/check-overlays.js';
import { withKustomize } from '../../synth/with-kustomize.js';

const kustomize = withKustomize();

const COMPONENT = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - { target: { kind: Deployment }, patch: '[{ "op": "replace", "path": "/spec/replicas", "value": 3 }]' }
`;
/** The name keeps the rows apart: judgements are kept by content. */
const deployment = (name: string, replicas: number) =>
  toYaml({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas } });

interface Row {
  readonly case: string;
  /** Of the Deployment of each overlay; the component asks for 3. */
  readonly replicas: readonly number[];
  readonly findings: readonly string[];
  /** Builds without the patch. */
  readonly variants: number;
}

const ROWS: readonly Row[] = [
  { case: 'the first overlay', replicas: [1, 3, 3], findings: [], variants: 1 },
  { case: 'the last overlay only', replicas: [3, 3, 1], findings: [], variants: 3 },
  {
    case: 'no overlay',
    replicas: [3, 3, 3],
    findings: ['dead-patch: patches[0] (Deployment) changes nothing'],
    variants: 3,
  },
];

test.each(ROWS)(
  'a patch of a component that is of use in $case',
  async ({ case: name, replicas, findings, variants }) => {
    const real = kustomize();
    const requests: BuildRequest[] = [];
    const counting = {
      ...real,
      buildMany: (asked: readonly BuildRequest[]) => {
        requests.push(...asked);
        return real.buildMany(asked);
      },
    };
    const files = FileSet.of(
      replicas.flatMap((count, at) => [
        [`${at}/kustomization.yaml`, 'resources: [web.yaml]\ncomponents: [../part]\n'] as const,
        [`${at}/web.yaml`, deployment(name.replaceAll(' ', '-'), count)] as const,
      ]),
    ).with(FileSet.of([['part/kustomization.yaml', COMPONENT]]));

    const found = await checkOverlays(counting, files, Object.keys(replicas));

    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(findings);
    const without = requests.filter(({ files }) => files.get('part/kustomization.yaml')?.includes('patches: []'));
    expect(without).toHaveLength(variants);
  },
);
