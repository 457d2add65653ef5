import { FileSet } from '../../../src/files/file-set.js';
import { findSuppressions, suppress } from '../../../src/workflow/checks/suppressions.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'dead-patch',
  level: 'warning',
  message: 'it matches nothing',
  file: 'a.yaml',
  line: 2,
  ...more,
});
const COMMENT = '# gitops-check: ignore dead-patch because it is for a later version';

function left(content: string, findings: readonly Finding[]) {
  const files = FileSet.of({ 'a.yaml': content });
  const { suppressions, findings: wrong } = findSuppressions(files);
  const result = suppress(findings, suppressions, files);
  return {
    left: result.findings.length,
    ignored: result.ignored,
    unused: result.unused.map(({ line }) => line),
    wrong: wrong.map(({ message }) => message),
  };
}

test.each([
  ['above the object', `${COMMENT}\nname: a\n`, finding()],
  ['behind a value', `kind: A\nname: a ${COMMENT}\n`, finding()],
  ['at the end of the document', `kind: A\nname: a\n${COMMENT}\n---\nname: b\n`, finding()],
  ['in the second document', `name: a\n---\n${COMMENT}\nname: b\n`, finding({ line: 4 })],
  ['with several rules', `${COMMENT.replace('dead-patch', 'no-objects, dead-patch')}\n`, finding({ line: 1 })],
  ['of a file with one document, where no line is known', `---\n${COMMENT}\nname: a\n`, finding({ line: undefined })],
  [
    'of the document with the name of the object, where no line is known',
    `name: a\n---\n${COMMENT}\nmetadata:\n  name: "b"\n`,
    finding({ line: undefined, object: 'Deployment shop/b' }),
  ],
])('a comment %s excepts it', (_, content, one) => {
  expect(left(content, [one])).toEqual({ left: 0, ignored: 1, unused: [], wrong: [] });
});

test.each([
  ['in another document', `name: a\nkind: A\n---\n${COMMENT}\nname: b\n`, finding(), [4]],
  ['for another rule', `${COMMENT.replace('dead-patch', 'no-objects')}\n`, finding(), [1]],
  ['in another file', `${COMMENT}\n`, finding({ file: 'b.yaml' }), [1]],
  [
    'of another object, where no line is known',
    `name: a\n---\n${COMMENT}\nname: b\n`,
    finding({ line: undefined, object: 'Deployment a' }),
    [3],
  ],
])('a comment %s does not, and is told as unused', (_, content, one, unused) => {
  expect(left(content, [one])).toEqual({ left: 1, ignored: 0, unused, wrong: [] });
});

test.each([
  ['# gitops-check: ignore dead-patch', 'gives no reason'],
  ['# gitops-check: ignore dead-patch because', 'is not understood'],
  ['# gitops-check: ignore dead-patches because of it', "'dead-patches' is not a rule of check"],
  ['# gitops-check: disable', 'is not understood'],
])("'%s' excepts nothing, and is told", (comment, message) => {
  expect(left(`${comment}\n`, [finding({ line: 1 })])).toMatchObject({
    left: 1,
    ignored: 0,
    wrong: [expect.stringContaining(message)],
  });
});

test('a text that is no comment, and a file that is not YAML, say nothing', () => {
  const files = FileSet.of({ 'a.yaml': `a: "x# gitops-check: ignore"\n`, 'README.md': `${COMMENT}\n` });
  expect(findSuppressions(files)).toEqual({ suppressions: [], findings: [] });
});
