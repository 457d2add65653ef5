import { GitopsError } from '../errors.js';
import { itemsOf } from './items-of.js';
import { isKubeObject, isRecord, type KubeObject, toKubeObject } from './kube-object.js';
import type { Oddity, ReadDocument } from './read-documents.js';
import type { PlaceOf } from './text-place.js';

/** What Argo CD makes of the documents of a text. */
export interface Manifests {
  readonly objects: readonly KubeObject[];
  /** Everything for which Argo CD, or the API server, refuses the text. */
  readonly problems: readonly GitopsError[];
  /** What Argo CD reads otherwise than people may mean. */
  readonly oddities: readonly Oddity[];
  /** Argo CD's decoder fails before it has read any object: the text may be no manifest at all. */
  readonly isForeign: boolean;
}

/**
 * The Kubernetes objects of documents, as Argo CD 3.2 takes them: each has a kind; whatever has a list
 * `items` is taken apart, but only once; what has no more than `items: null` gives nothing. Pure.
 */
export function readManifests(documents: readonly ReadDocument[], place: PlaceOf): Manifests {
  const objects: KubeObject[] = [];
  const problems: GitopsError[] = [];
  let isForeign: boolean | undefined;
  for (const document of documents) {
    if (GitopsError.is(document)) {
      problems.push(document);
      isForeign ??= true;
      continue;
    }
    const { value, line } = document;
    isForeign ??= !hasKind(value);
    for (const item of hasKind(value) ? itemsOf(value) : [value]) {
      if (isKubeObject(item) && hasKind(item)) objects.push(toKubeObject(item, ''));
      else problems.push(...faultOf(item, place, line));
    }
  }
  return {
    objects,
    problems,
    oddities: documents.flatMap((one) => (GitopsError.is(one) ? [] : one.oddities)),
    isForeign: isForeign ?? false,
  };
}

/** What every decoder of Kubernetes asks of an object. */
function hasKind(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || value['kind'] === '') return false;
  const { apiVersion } = value;
  return typeof apiVersion !== 'string' || apiVersion.split('/').length <= 2;
}

function faultOf(item: unknown, place: PlaceOf, line: number): readonly GitopsError[] {
  const { called, source } = place(line);
  const wrongVersion = isKubeObject(item) ? item.apiVersion : undefined;
  if (wrongVersion !== undefined)
    return [
      new GitopsError('MANIFEST_INVALID_OBJECT', `${called} has the apiVersion '${wrongVersion}', which is none`, {
        source,
        hint: 'Write it as v1 or as example.com/v1.',
      }),
    ];
  try {
    toKubeObject(item, called, { source });
    return [];
  } catch (error) {
    if (GitopsError.is(error)) return [error];
    throw error;
  }
}
