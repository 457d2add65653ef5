import { styleFor } from '../../../src/cli/terminal/style.js';
import { checkJunit } from '../../../src/cli/verbs/check/check-junit.js';
import { checkSarif } from '../../../src/cli/verbs/check/check-sarif.js';
import { checkText } from '../../../src/cli/verbs/check/check-text.js';
import type { CheckResult } from '../../../src/workflow/check.js';

const RESULT: CheckResult = {
  apiVersion: 'cdk8s-gitops.io/v1',
  kind: 'CheckResult',
  revision: { commit: 'abc', shortId: 'abc' },
  applications: 2,
  objects: 1,
  errors: 1,
  warnings: 1,
  accepted: 0,
  unused: [],
  ignored: 0,
  unusedComments: [],
  next: [],
  looked: { folder: '.', files: 3, manifests: 3, folders: 1 },
  notices: [],
  sources: [],
  findings: [
    {
      rule: 'missing-path',
      level: 'error',
      message: 'names \'<gone> & "b"\'\u0007',
      file: 'argo/a b.yaml',
      line: 4,
      object: 'Application a',
      hint: 'Commit it.',
    },
    { rule: 'not-expanded', level: 'warning', message: 'is not expanded' },
  ],
};
const NONE: CheckResult = { ...RESULT, errors: 0, warnings: 0, findings: [] };

test('text: each finding with its place and the next action, and how many there are', () => {
  expect(checkText(RESULT, styleFor(false))).toBe(
    [
      'error missing-path: names \'<gone> & "b"\'\u0007',
      '  at   argo/a b.yaml:4',
      '  on   Application a',
      '  hint Commit it.',
      'warning not-expanded: is not expanded',
      '1 error, 1 warning in 2 Argo Applications with 1 object at abc',
      '',
    ].join('\n'),
  );
  expect(checkText(NONE, styleFor(false))).toBe('no problems in 2 Argo Applications with 1 object at abc\n');
});

test('text: what to do next, and what comments ignore, before and in the summary', () => {
  const unusedComments = [{ file: 'a.yaml', line: 2, rules: ['dead-patch' as const], reason: 'later' }];
  const result: CheckResult = { ...NONE, accepted: 2, ignored: 1, unusedComments, next: ['Do this.'] };
  expect(checkText(result, styleFor(false))).toBe(
    [
      'note no finding is excepted by this comment any more: dead-patch at a.yaml:2',
      'next Do this.',
      'no problems, 2 accepted, 1 ignored by comments in 2 Argo Applications with 1 object at abc',
      '',
    ].join('\n'),
  );
});

test('SARIF: every result has a declared rule, a level and a place that is a URI', () => {
  const sarif = checkSarif(RESULT, '1.2.3') as {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly object[];
    }[];
  };
  const [run] = sarif.runs;

  expect(sarif.version).toBe('2.1.0');
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['missing-path', 'not-expanded']));
  expect(run?.results).toEqual([
    {
      ruleId: 'missing-path',
      level: 'error',
      message: { text: expect.stringContaining('Commit it.') },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'argo/a%20b.yaml' }, region: { startLine: 4 } },
          logicalLocations: [{ fullyQualifiedName: 'Application a', kind: 'resource' }],
        },
      ],
    },
    { ruleId: 'not-expanded', level: 'warning', message: { text: 'is not expanded' } },
  ]);
});

test('JUnit: errors fail, what was not checked is skipped, every other rule passes, and the XML is sound', () => {
  const xml = checkJunit(RESULT);

  expect(xml).toContain('failures="1" skipped="1"');
  expect(xml).toContain(
    '<testcase classname="missing-path" name="Application a in argo/a b.yaml:4" file="argo/a b.yaml"><failure message="names \'&lt;gone&gt; &amp; &quot;b&quot;\'">',
  );
  expect(xml).toMatch(/classname="not-expanded"[^>]*><skipped message="is not expanded"\/>/);
  expect(xml).toMatch(/classname="two-owners"[^>]*\/>/);
  expect(checkJunit(NONE)).not.toMatch(/failure |skipped /);
});
