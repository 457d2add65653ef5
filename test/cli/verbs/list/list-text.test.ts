import { styleFor } from '../../../../src/cli/terminal/style.js';
import { listText } from '../../../../src/cli/verbs/list/list-text.js';
import type { ListResult } from '../../../../src/workflow/list-applications.js';

const EMPTY: ListResult = {
  apiVersion: 'cdk8s-gitops.io/v1',
  kind: 'ListResult',
  revision: { commit: '0123456789', shortId: '0123456' },
  applications: [],
  applicationSets: [],
  problems: [],
  looked: { folder: 'argo', files: 5, manifests: 3, folders: 1 },
  notices: [],
};

test('without any Argo Application it says what was looked at', () => {
  expect(listText(EMPTY, styleFor(false))).toContain(
    "No Argo Application: 3 YAML and JSON files in 1 folder of 'argo' looked at.\n",
  );
});

test('a problem has its file', () => {
  const text = listText(
    {
      ...EMPTY,
      problems: [{ code: 'MANIFEST_INVALID_YAML', message: 'broken', file: 'argo/a.yaml', hint: 'Mend it.' }],
    },
    styleFor(false),
  );

  expect(text).toContain('error MANIFEST_INVALID_YAML: broken\n  at   argo/a.yaml\n  hint Mend it.\n');
});
