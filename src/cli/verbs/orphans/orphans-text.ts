import { describeIdentity } from '../../../manifest/identity.js';
import type { OrphansResult } from '../../../workflow/api/orphans-result.js';
import { amount } from '../../reports/describe-event.js';
import { revisionLine, unreadText } from '../../reports/details.js';
import { shortCommit } from '../../reports/short-commit.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** What left Git whole, and what nobody owns. */
export function orphansText(given: OrphansResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const { applications, unowned, unreadable, unknownSets } = result;
  const parts = [
    applications.length === 0
      ? ''
      : table(
          ['LEFT GIT', 'CLUSTER', 'OBJECTS', 'SYNCED', 'REPOSITORY'],
          applications.map(({ application, cluster, objects, synced, repository }) => [
            style.warn(application),
            cluster,
            String(objects),
            synced === undefined ? 'never' : shortCommit(synced.commit),
            repository,
          ]),
          columns,
        ),
    unowned.length === 0
      ? ''
      : table(
          ['NOBODY OWNS', 'CLUSTER', 'WHY'],
          unowned.map(({ object, cluster, reason }) => [style.warn(describeIdentity(object)), cluster, reason]),
          columns,
        ),
    unknownSets
      .map(
        (name) =>
          `${style.warn('in doubt')} what the ApplicationSet '${name}' makes is not known: what it made may only seem to have left Git\n`,
      )
      .join(''),
    unreadableLines(unreadable, style).join(''),
    unreadText(result, style).replace(/^\n/, ''),
  ].filter((part) => part !== '');
  const requests = result.clusters.reduce((sum, cluster) => sum + cluster.requests, 0);
  const found =
    applications.length + unowned.length === 0
      ? style.good(
          unreadable.length === 0 && result.errors === undefined ? 'No orphans' : 'No orphans in what may be read',
        )
      : style.warn(
          `${amount(applications.length, 'Argo Application')} left Git, ${amount(unowned.length, 'object')} without owner`,
        );
  const summary = `${revisionLine(result, style)}\n${found} ${style.faint(`in ${amount(result.clusters.length, 'cluster')}, ${requests} requests`)}\n`;
  return [...parts, summary].join('\n');
}

/**
 * An account that may not leave its namespace may not list most kinds: that is one line, whatever else is
 * wrong one each.
 */
function unreadableLines(unreadable: OrphansResult['unreadable'], style: Style): string[] {
  const isDenied = ({ reason }: OrphansResult['unreadable'][number]) => /\bcannot list resource\b/.test(reason);
  const clusters = [...new Set(unreadable.filter(isDenied).map(({ cluster }) => cluster))];
  return [
    ...clusters.map((cluster) => {
      const kinds = unreadable.filter((one) => isDenied(one) && one.cluster === cluster);
      const names = kinds.map(({ kind }) => kind).join(', ');
      return `${style.warn('not looked at')} ${amount(kinds.length, 'kind')} on ${cluster} that this account may not list: ${names}\n`;
    }),
    ...unreadable
      .filter((one) => !isDenied(one))
      .map(({ kind, cluster, reason }) => `${style.warn('not looked at')} ${kind} on ${cluster}: ${reason}\n`),
  ];
}
