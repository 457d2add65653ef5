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
};

test('without any Argo Application it says what is not looked into', () => {
  expect(listText(EMPTY, styleFor(false))).toContain('are built where an Argo Application names them');
});

test('a problem has its file', () => {
  const text = listText(
    { ...EMPTY, problems: [{ code: 'MANIFEST_INVALID_YAML', message: 'broken', file: 'argo/a.yaml' }] },
    styleFor(false),
  );

  expect(text).toContain('error MANIFEST_INVALID_YAML: broken\n  at   argo/a.yaml\n');
});
