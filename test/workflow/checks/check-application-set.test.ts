import type { FoundApplicationSet } from '../../../src/render/resources/argo-resources.js';
import { checkApplicationSet } from '../../../src/workflow/checks/check-application-set.js';

const CLUSTERS = { clusters: { selector: { matchLabels: { tier: 'gold' } } } };
const FOLDERS = { git: { directories: [{ path: 'addons/*' }] } };

test.each([
  ['the clusters generator', [CLUSTERS], true],
  [
    'clusters in a matrix in a merge',
    [{ merge: { generators: [FOLDERS, { matrix: { generators: [CLUSTERS, FOLDERS] } }] } }],
    true,
  ],
  ['folders only', [FOLDERS], false],
])('one that makes nothing by %s says where clusters come from when it asks for them', (_, generators, asks) => {
  const resource = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'addons' },
    spec: { generators },
  };

  const found: FoundApplicationSet = { resource, file: 'addons.yaml', applications: 0 };
  const [finding] = checkApplicationSet(found, false);
  const [known] = checkApplicationSet(found, true);

  expect(finding).toMatchObject({ rule: 'no-applications', level: 'warning' });
  expect(finding?.message.endsWith('no cluster Secret is known')).toBe(asks);
  expect(known?.message).toBe("ApplicationSet 'addons' makes no Argo Application");
  expect(finding?.hint?.includes('--access FILE or --clusters FILE')).toBe(asks);
});
