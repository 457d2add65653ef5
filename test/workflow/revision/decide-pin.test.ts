import type { Clone } from '../../../src/git/repository.js';
import type { RemoteAnswer } from '../../../src/workflow/revision/ask-remote.js';
import { decidePin } from '../../../src/workflow/revision/decide-pin.js';

const remotes = [
  { name: 'origin', urls: ['https://git.example.com/a.git'], defaultBranch: undefined, fetchesAll: false },
];
const CLONE: Clone = { branch: 'main', branches: ['main'], fetched: [], remotes, isShallow: true };
const REFS = {
  'refs/heads/main': 'm',
  'refs/heads/same': 'b',
  'refs/remotes/origin/release': 'r',
  'refs/tags/same': 's',
  'refs/tags/v1.0.0': 'one',
  'refs/tags/v1.1.0': 'two',
};
const remote = (refs: Readonly<Record<string, string>>): RemoteAnswer => ({
  remote: 'origin',
  refs: { refs, head: 'refs/heads/main' },
});
const SILENT: RemoteAnswer = { remote: 'origin', why: "its remote 'origin' is not asked with --offline" };

test.each([
  { what: 'a local branch', target: 'main', decision: 'at-hand' },
  { what: 'its full name', target: 'refs/heads/main', decision: 'at-hand' },
  { what: 'the branch of HEAD before its first commit', target: 'main', refs: {}, decision: 'at-hand' },
  { what: 'any name where nothing is committed', target: 'x1', refs: {}, clone: { remotes: [] }, decision: 'at-hand' },
  { what: 'a branch that was fetched', target: 'release', decision: 'at-hand' },
  { what: 'a branch before the tag of its name', target: 'same', decision: 'at-hand' },
  { what: 'a tag', target: 'v1.0.0', decision: 'one' },
  { what: 'the full name of a tag', target: 'refs/tags/same', decision: 's' },
  { what: 'a tag that the clone lacks', target: 'v2.0.0', decision: 'ask' },
  { what: 'a range, of which the server knows the newest', target: 'v1.*', decision: 'ask' },
  { what: 'a range where there is no remote', target: 'v1.*', clone: { remotes: [] }, decision: 'two' },
  {
    what: 'nothing where there is no remote',
    target: 'x1',
    clone: { remotes: [] },
    decision: /no branch or tag 'x1', and no remote/,
  },
  {
    what: 'the default branch of the remote',
    target: 'main',
    refs: {},
    answer: remote({ 'refs/heads/main': 'x' }),
    decision: 'at-hand',
  },
  {
    what: 'another branch of the remote',
    target: 'next',
    answer: remote({ 'refs/heads/next': 'x' }),
    decision: /branch 'next' is not in this shallow clone.*git fetch origin next:refs\/remotes\/origin\/next/,
  },
  {
    what: 'a tag of the remote',
    target: 'v2.0.0',
    answer: remote({ 'refs/tags/v2.0.0': 'x' }),
    decision: /tag 'v2.0.0' is not in this shallow clone.*git fetch origin tag v2.0.0\..*fetch-depth: 0/,
  },
  {
    what: 'what the remote lacks too',
    target: 'v2.0.0',
    answer: remote({}),
    decision: /neither this shallow clone nor its remote 'origin' has a branch or tag 'v2.0.0'.*Correct targetRevision/,
  },
  { what: 'a range whose newest is here', target: '1.x', answer: remote({ 'refs/tags/v1.0.0': 'x' }), decision: 'one' },
  {
    what: 'a range whose newest is not here',
    target: '1.x',
    answer: remote({ 'refs/tags/v1.2.0': 'x' }),
    decision: /tag 'v1.2.0' is not in this shallow clone/,
  },
  { what: 'a range of tags that are only here', target: '1.x', answer: remote({}), decision: /neither/ },
  { what: 'a range offline', target: '1.x', answer: SILENT, decision: 'two' },
  {
    what: 'a tag offline',
    target: 'v2.0.0',
    answer: SILENT,
    decision: /no branch or tag 'v2.0.0': its remote 'origin' is not asked.*git fetch --unshallow --tags origin/,
  },
])('$what is $decision', ({ target, clone, refs = REFS, answer, decision }) => {
  const found = decidePin(target, refs, { ...CLONE, ...clone }, answer);
  if (found.kind === 'problem') {
    expect(found.problem.code).toBe('GIT_REVISION_NOT_FOUND');
    expect(`${found.problem.message} ${found.problem.hint}`).toMatch(decision);
  } else expect(found.kind === 'commit' ? found.commit : found.kind).toBe(decision);
});

test('a range that nobody could ask for says which tag it was taken for', () => {
  expect(decidePin('1.x', REFS, CLONE, SILENT)).toMatchObject({
    notice: "'1.x' is v1.1.0, the newest in this clone: its remote 'origin' is not asked with --offline",
  });
});
