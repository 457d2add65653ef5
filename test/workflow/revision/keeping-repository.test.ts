import type { ApplicationSource } from '../../../src/argocd/application/application.js';
import type { HasSources } from '../../../src/argocd/application/sources-of.js';
import { keepingRepository } from '../../../src/workflow/revision/keeping-repository.js';

const ours: ApplicationSource = { repoURL: 'https://git.example.com/team/ours.git', path: 'web' };
const theirs: ApplicationSource = { repoURL: 'https://git.example.com/team/theirs.git', path: 'web' };
const chart: ApplicationSource = { repoURL: 'https://charts.example.com', chart: 'redis' };
const [OURS, HOME] = ['git.example.com/team/ours', 'git.example.com/mirror/ours'];

test.each<[string, HasSources['spec'], readonly string[], string]>([
  ['its source, when this is the repository at hand', { source: ours }, [HOME, OURS], OURS],
  ['the first of its sources', { sources: [ours, theirs] }, [HOME, OURS], OURS],
  ['the first, whatever source is beside them', { source: theirs, sources: [ours] }, [HOME, OURS], OURS],
  ['its source where the sources are empty', { source: ours, sources: [] }, [HOME, OURS], OURS],
  ['the repository at hand, for a chart', { source: chart }, [HOME, OURS], HOME],
  ['the same for a chart with its address', { source: { ...ours, chart: 'redis' } }, [HOME, OURS], HOME],
  ['the same for a source in another repository', { sources: [theirs, ours] }, [HOME], HOME],
  [
    'that of the source, where the repository at hand has no name',
    { source: theirs },
    [],
    'git.example.com/team/theirs',
  ],
])('the repository of an inventory is %s', (_, spec, own, name) => {
  expect(keepingRepository({ spec }, new Set(own))).toBe(name);
});
