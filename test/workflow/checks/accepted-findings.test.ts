import fc from 'fast-check';
import {
  formatAcceptedFindings,
  judgeFindings,
  parseAcceptedFindings,
} from '../../../src/workflow/checks/accepted-findings.js';
import { CHECK_RULES, type CheckRule, type Finding } from '../../../src/workflow/verdicts/finding.js';
import { thrownBy } from '../../helpers/thrown-by.js';

const FILE = 'gitops-check.yaml';
const finding = (object: string, more: Partial<Finding> = {}): Finding => ({
  rule: 'unknown-cluster',
  level: 'error',
  message: `'${object}' goes to a cluster that nobody knows`,
  file: 'apps/all.yaml',
  line: 3,
  object: `Application ${object}`,
  ...more,
});
const two = { ...finding('a'), places: [{ file: 'apps/b.yaml', line: 1, object: 'Application b' }] };
const entry = (more: object = {}) => ({ rule: 'unknown-cluster' as const, reason: 'by hand', ...more });

describe('accepted are', () => {
  test.each([
    ['all findings of a rule', entry(), []],
    ['those of an object', entry({ object: 'Application a' }), ['Application b']],
    ['those of objects by a glob', entry({ object: 'Application *' }), []],
    ['those of a file', entry({ file: 'apps/b.yaml' }), ['Application a']],
    ['those of a folder', entry({ file: 'apps/**' }), []],
    ['those of a message', entry({ message: "'a' goes to *" }), []],
    [
      'only those for which everything fits',
      entry({ object: 'Application a', file: 'apps/b.yaml' }),
      ['Application a', 'Application b'],
    ],
    ['none of another rule', { rule: 'dead-patch' as const, reason: 'x' }, ['Application a', 'Application b']],
  ])('%s', (_, accepted, left) => {
    const judged = judgeFindings([two], [accepted]);

    expect(
      judged.findings.flatMap(({ object, places = [] }) => [object, ...places.map((place) => place.object)]),
    ).toEqual(left);
    expect(judged.accepted).toBe(2 - left.length);
    expect(judged.unused).toEqual(left.length === 2 ? [accepted] : []);
  });

  test('nothing where nothing is accepted', () => {
    expect(judgeFindings([two], [])).toEqual({ findings: [two], accepted: 0, unused: [] });
  });
});

test('what a baseline accepts is what was found, and nothing else', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '*', '?', '[', ']', '{', '}', '\\', ',', '!', '-', '/', "'"),
  });
  const findings = fc.array(
    fc.record({
      rule: fc.constantFrom(...(Object.keys(CHECK_RULES) as CheckRule[])),
      level: fc.constantFrom('error' as const, 'warning' as const),
      message: name,
      file: fc.option(name, { nil: undefined }),
      object: fc.option(name, { nil: undefined }),
    }),
  );
  fc.assert(
    fc.property(findings, findings, (known, others) => {
      const accepted = parseAcceptedFindings(formatAcceptedFindings(known, 'known'), FILE);
      expect(judgeFindings(known, accepted).findings).toEqual([]);
      const isKnown = (one: (typeof others)[number]) =>
        known.some(
          ({ rule, message, file, object }) =>
            rule === one.rule &&
            (file === undefined && object === undefined
              ? message === one.message
              : (file === undefined || file === one.file) && (object === undefined || object === one.object)),
        );
      expect(judgeFindings(others, accepted).findings).toEqual(others.filter((one) => !isKnown(one)));
    }),
  );
});

test.each([
  ['', 'is missing'],
  ['[]', 'is not a mapping'],
  ['apiVersion: cdk8s-gitops.io/v1\nkind: AcceptedFindings\n', 'accepted is missing'],
  ['apiVersion: cdk8s-gitops.io/v1\nkind: Other\naccepted: []\n', "kind is 'Other', not one of AcceptedFindings"],
  [
    'apiVersion: cdk8s-gitops.io/v2\nkind: AcceptedFindings\naccepted: []\n',
    "apiVersion is 'cdk8s-gitops.io/v2', not one of cdk8s-gitops.io/v1",
  ],
  [
    'apiVersion: cdk8s-gitops.io/v1\nkind: AcceptedFindings\naccepted: [{rule: unknown-cluster}]\n',
    'reason is missing',
  ],
  [
    'apiVersion: cdk8s-gitops.io/v1\nkind: AcceptedFindings\naccepted: [{rule: nothing, reason: x}]\n',
    'is not a rule of check',
  ],
  [
    'apiVersion: cdk8s-gitops.io/v1\nkind: AcceptedFindings\naccepted: [{rule: unknown-cluster, reason: x, path: y}]\n',
    'path',
  ],
  ['a: b\n---\nc: d\n', ''],
])('a file that is none is refused: %j', (content, why) => {
  const read = () => parseAcceptedFindings(content, FILE);
  expect(read).toThrow(
    expect.objectContaining({ code: 'WORKFLOW_BASELINE_INVALID', message: expect.stringContaining(why) }),
  );
});

test('all problems of the file are reported at once, each with its line', () => {
  const content = `apiVersion: cdk8s-gitops.io/v1
kind: AcceptedFindings
accepted:
  - rule: nothing
    reason: x
  - rule: unknown-cluster
    path: y
`;

  const error = thrownBy(() => parseAcceptedFindings(content, FILE));

  expect(error.problems.map(({ message, source }) => [source?.line, message])).toEqual(
    [
      [4, "accepted[0].rule is not a rule of check: 'nothing'"],
      [6, 'accepted[1].reason is missing'],
      [7, 'accepted[1].path is not a field of it'],
    ].map(([line, problem]) => [line, `the accepted findings '${FILE}' cannot be used: ${problem}`]),
  );
});
