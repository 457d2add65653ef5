import type { ApplicationSource } from '../../../src/argocd/application/application.js';
import type { HasSources } from '../../../src/argocd/application/sources-of.js';
import { ownRepositories } from '../../../src/workflow/revision/own-repositories.js';

// "Of which Argo Applications does this run know that they left Git?" docs/pruning.md: of those whose first
// source is the repository at hand.

const ours: ApplicationSource = { repoURL: 'https://git.example.com/team/ours.git', path: 'apps/shop' };
const theirs: ApplicationSource = { repoURL: 'https://git.example.com/team/theirs.git', path: 'apps/shop' };
const chart: ApplicationSource = { repoURL: 'https://git.example.com/team/ours.git', chart: 'redis' };
const inSsh: ApplicationSource = { ...ours, repoURL: 'git@git.example.com:team/ours' };
const one = (source: ApplicationSource): HasSources => ({ spec: { source } });
const several = (...sources: readonly ApplicationSource[]): HasSources => ({ spec: { sources } });

const OURS = 'git.example.com/team/ours';

test.each<[string, readonly HasSources[], readonly string[]]>([
  ['no Argo Application', [], []],
  ['one of the repository at hand', [one(ours)], [OURS]],
  ['one of another repository', [one(theirs)], []],
  ['a chart says nothing about who has it, whatever its address', [one(chart)], []],
  ['the first of several sources is the repository at hand', [several(ours, theirs)], [OURS]],
  ['another of several sources is', [several(theirs, ours)], []],
  ['a chart with values of the repository at hand', [several(chart, ours)], []],
  ['`sources` goes before `source`, as in Argo CD', [{ spec: { source: ours, sources: [theirs] } }], []],
  ['an empty `sources` does not', [{ spec: { source: ours, sources: [] } }], [OURS]],
  ['neither', [{ spec: {} }], []],
  ['two spellings are one name', [one(ours), one(inSsh), one(theirs)], [OURS]],
])('%s', (_, applications, names) => {
  expect([...ownRepositories(applications, (repoURL) => /\bours\b/.test(repoURL), [])]).toEqual(names);
});
