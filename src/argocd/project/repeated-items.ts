import { canonicalJson } from '../../manifest/canonical.js';
import { recordsOf, textOf, textsOf } from '../../manifest/untyped.js';
import type { WordProblem } from '../word-problem.js';

type Fields = Readonly<Record<string, unknown>>;

/** The fields by which Argo CD compares two windows; `manualSync` and the description are not among them. */
const WINDOW = ['kind', 'schedule', 'duration', 'applications', 'namespaces', 'clusters', 'timeZone', 'andOperator'];

/** Items that an AppProject has twice in one list. Pure. */
export function repeatedItems(spec: Fields): readonly Omit<WordProblem, 'level'>[] {
  const roles = recordsOf(spec['roles']);
  return [
    ...repeated('spec.destinations', recordsOf(spec['destinations']).map(destinationKey)),
    ...repeated('spec.sourceNamespaces', textsOf(spec['sourceNamespaces'])),
    ...repeated('spec.sourceRepos', textsOf(spec['sourceRepos'])),
    ...repeated(
      'spec.roles',
      roles.map(({ name }) => textOf(name)),
    ),
    ...roles.flatMap(({ policies, groups }, index) => [
      ...repeated(`spec.roles[${index}].policies`, textsOf(policies)),
      ...repeated(`spec.roles[${index}].groups`, textsOf(groups)),
    ]),
    ...repeated('spec.syncWindows', recordsOf(spec['syncWindows']).map(windowKey)),
    ...repeated(
      'spec.destinationServiceAccounts',
      recordsOf(spec['destinationServiceAccounts']).map(
        ({ server, namespace }) => `${textOf(server)}/${textOf(namespace)}`,
      ),
    ),
  ];
}

function repeated(where: string, keys: readonly string[]): readonly Omit<WordProblem, 'level'>[] {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [
          {
            where: `${where}[${index}]`,
            message: `is there twice, '${key}': Argo CD's web interface and commands refuse to save such a project`,
            hint: 'Remove one of the two.',
          },
        ],
  );
}

function destinationKey({ server, name, namespace }: Fields): string {
  return `${textOf(server) || textOf(name)}/${textOf(namespace)}`;
}

function windowKey(window: Fields): string {
  const { timeZone, ...rest } = Object.fromEntries(WINDOW.map((field) => [field, window[field]]));
  return canonicalJson({ ...rest, timeZone: textOf(timeZone) || undefined });
}
