import { styleFor } from '../../../../src/cli/terminal/style.js';
import { orphansText } from '../../../../src/cli/verbs/orphans/orphans-text.js';
import type { OrphansResult } from '../../../../src/workflow/api/orphans-result.js';

test('kinds that the account may not list are one line for each cluster, and nothing more is claimed than was seen', () => {
  const denied = (kind: string, cluster: string) => ({
    kind,
    cluster,
    reason: `x is forbidden: User "a" cannot list resource "x" in API group ""`,
  });
  const result = {
    revision: { commit: 'abc', shortId: 'abc' },
    applications: [],
    unowned: [],
    unknownSets: [],
    unreadable: [
      denied('Node', 'eu'),
      denied('Pod', 'eu'),
      denied('Node', 'us'),
      { kind: 'Widget', cluster: 'eu', reason: 'it times out' },
    ],
    clusters: [],
  } as unknown as OrphansResult;

  const text = orphansText(result, styleFor(false));

  expect(text.split('\n').filter((line) => line.startsWith('not looked at'))).toEqual([
    'not looked at 2 kinds on eu that this account may not list: Node, Pod',
    'not looked at 1 kind on us that this account may not list: Node',
    'not looked at Widget on eu: it times out',
  ]);
  expect(text).toContain('No orphans in what may be read');
});
