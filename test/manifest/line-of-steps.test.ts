import { lineOfSteps } from '../../src/manifest/line-of-steps.js';
import type { Step } from '../../src/manifest/shape.js';

const YAML = `# comment
spec:
  template:
    name: inner # 4
  sources:
    - helm:
        valueFiles:
        - a.yaml
        - b.yaml # 9
      # repoURL: a comment

    - repoURL: https://one # 12
      helm: { values: x, name: y }
    -
      path: three # 15
      parameters: [ { name: a }, { name: b } ]
    # a comment between items
    - text: |
        repoURL: no field
    - repoURL: https://five # 20
  name: outer # 21
list:
- [a, b]
- c # 24
&anchor last: 1
---
spec:
  project: other # 28
`;

const JSON_TEXT = `{
  "spec": {
    "sources": [
      {
        "path": "one"
      },
      {
        "repoURL": "two",
        "path": "two"
      }
    ],
    "finalizers": [
      "a",
      "b"
    ],
    "name": "outer"
  }
}`;

test.each<[steps: readonly Step[], line: number | undefined]>([
  [['spec'], 2],
  [['spec', 'template', 'name'], 4],
  [['spec', 'name'], 21],
  [['spec', 'sources'], 5],
  [['spec', 'sources', 0, 'helm', 'valueFiles', 1], 9],
  [['spec', 'sources', 1, 'repoURL'], 12],
  [['spec', 'sources', 1, 'helm', 'name'], 13],
  [['spec', 'sources', 2, 'path'], 15],
  [['spec', 'sources', 2, 'parameters', 1, 'name'], 16],
  [['spec', 'sources', 4, 'repoURL'], 20],
  [['list', 0], 23],
  [['list', 1], 24],
  [[], undefined],
  [['absent'], undefined],
  [['absent', 'name'], undefined],
])('the line of %j is %s', (steps, line) => {
  expect(lineOfSteps(YAML, steps)).toBe(line);
});

test.each<[steps: readonly Step[], line: number]>([
  // A missing field has the line of its own mapping, and never that of the next one.
  [['spec', 'sources', 0, 'repoURL'], 6],
  [['spec', 'sources', 0, 'path'], 6],
  [['spec', 'sources', 0, 'helm', 'path'], 6],
  [['spec', 'sources', 1, 'path'], 12],
  [['spec', 'sources', 2, 'repoURL'], 14],
  [['spec', 'sources', 3, 'repoURL'], 18],
  [['spec', 'sources', 4, 'path'], 20],
  [['spec', 'sources', 9, 'path'], 5],
  [['spec', 'template', 'sources'], 3],
  [['spec', 'template', 'name', 'x'], 4],
  [['spec', 'list'], 2],
  [['spec', 'project'], 2],
])('the line of the missing %j is that of its mapping, %i', (steps, line) => {
  expect(lineOfSteps(YAML, steps)).toBe(line);
});

test.each<[steps: readonly Step[], line: number]>([
  [['spec', 'name'], 16],
  [['spec', 'sources', 0, 'path'], 5],
  [['spec', 'sources', 0, 'repoURL'], 4],
  [['spec', 'sources', 1, 'repoURL'], 8],
  [['spec', 'sources', 1, 'path'], 9],
  [['spec', 'finalizers', 1], 14],
])('in JSON, the line of %j is %i', (steps, line) => {
  expect(lineOfSteps(JSON_TEXT, steps)).toBe(line);
});

test('fields come after the line of their object, in the same document', () => {
  expect(lineOfSteps(YAML, ['spec', 'project'], 27)).toBe(28);
  expect(lineOfSteps(YAML, ['repoURL'], 13)).toBe(20);
  expect(lineOfSteps(YAML, ['project'], 2)).toBeUndefined();
  expect(lineOfSteps(undefined, ['spec'])).toBeUndefined();
});
