import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { parseYaml } from '../../manifest/yaml.js';

/** A chart that another chart depends on. */
export interface ChartDependency {
  /** Empty when the chart gives none, or something that is not a text: Helm refuses both. */
  readonly name: string;
  /** A version or a range; from the lock file when there is one. */
  readonly version: string;
  readonly repository: string;
}

/**
 * The fields of a dependency in the order of Helm's digest, and whether the digest leaves out an empty one.
 */
const FIELDS = [
  ['name', false],
  ['version', true],
  ['repository', false],
  ['condition', true],
  ['tags', true],
  ['enabled', true],
  ['import-values', true],
  ['alias', true],
] as const;

/**
 * The dependencies of a chart in Chart.yaml or requirements.yaml, at the versions of its lock file.
 *
 * @throws GitopsError ENGINE_HELM_FAILED for a lock file that does not match, as `helm dependency build`
 * refuses it
 */
export function chartDependencies(
  file: (name: string) => string | undefined,
  place: string,
): readonly ChartDependency[] {
  const chart = listIn(file('Chart.yaml'), place);
  const isOld = chart.length === 0;
  const required = isOld ? listIn(file('requirements.yaml'), place) : chart;
  const lockText = file(isOld ? 'requirements.lock' : 'Chart.lock');
  if (lockText === undefined) return required.map(dependencyOf);
  const [lock] = parseYaml(lockText, place);
  const locked = listIn(lockText, place);
  const digest = isRecord(lock) ? anyText(lock['digest'] ?? '') : '';
  // Helm 2 used another digest for its charts, with the URL in place of a repository's name.
  const isComparable = !isOld && !required.some(({ repository }) => /^(@|alias:)/.test(anyText(repository)));
  if (isComparable && digest !== digestOf(required, locked)) {
    throw new GitopsError(
      'ENGINE_HELM_FAILED',
      `the lock file of '${place}' is out of sync with the dependencies of the chart`,
      {
        source: { file: place },
        hint: 'Run helm dependency update, and commit the lock file.',
      },
    );
  }
  return locked.map(dependencyOf);
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(text: string | undefined, place: string): readonly Fields[] {
  return parseYaml(text ?? '', place)
    .map((document) => (isRecord(document) ? document['dependencies'] : []))
    .flatMap((list) => (Array.isArray(list) ? list.filter(isRecord) : []));
}

function dependencyOf({ name, version, repository }: Fields): ChartDependency {
  return {
    name: typeof name === 'string' ? name : '',
    version: anyText(version ?? ''),
    repository: typeof repository === 'string' ? repository : '',
  };
}

/**
 * The digest of required and locked dependencies, over the JSON that Go writes.
 *
 * @see https://github.com/helm/helm/blob/v4.1.0/internal/resolver/resolver.go
 */
function digestOf(required: readonly Fields[], locked: readonly Fields[]): string {
  const plain = (list: readonly Fields[]) =>
    list.map((fields) =>
      Object.fromEntries(
        FIELDS.flatMap(([field, optional]) => {
          const value = fields[field];
          const isEmpty =
            value === undefined ||
            value === null ||
            value === '' ||
            value === false ||
            (Array.isArray(value) && value.length === 0);
          if (isEmpty) return optional ? [] : [[field, '']];
          return [[field, field === 'import-values' ? sorted(value) : value]];
        }),
      ),
    );
  const json = JSON.stringify([plain(required), plain(locked)]).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `sha256:${createHash('sha256').update(json).digest('hex')}`;
}

/** Go writes the keys of a map in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
