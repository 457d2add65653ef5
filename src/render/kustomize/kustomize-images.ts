import type { GitopsError } from '../../errors.js';
import { anyText } from '../../manifest/untyped.js';

type Image = Readonly<Record<string, unknown>>;

/** In `kustomize edit set image`, `*` keeps that part of the image. */
const KEEP = '*';

/**
 * The list `images` after `kustomize edit set image`: one entry for each name, sorted. An image is
 * `[old=]repository[:tag][@digest]`, where `*` keeps the earlier value.
 *
 * @throws the error that `refuse` makes, for a text that is not an image
 */
export function setImages(
  before: readonly Image[],
  given: readonly string[],
  refuse: (image: string) => GitopsError,
): readonly Image[] {
  const byName = new Map(before.map((image) => [anyText(image['name']), image]));
  const known = new Map(byName);
  for (const text of given) {
    const image = parseImage(text, refuse);
    const old = known.get(image.name) ?? {};
    const part = (value: string | undefined, field: string) => (value === KEEP ? old[field] : value);
    const parts = {
      newName: part(image.newName, 'newName'),
      newTag: part(image.newTag, 'newTag'),
      digest: part(image.digest, 'digest'),
    };
    byName.set(image.name, {
      name: image.name,
      ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== '')),
    });
  }
  return [...byName].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, image]) => image);
}

interface ParsedImage {
  readonly name: string;
  readonly newName?: string | undefined;
  readonly newTag?: string | undefined;
  readonly digest?: string | undefined;
}

function parseImage(text: string, refuse: (image: string) => GitopsError): ParsedImage {
  const equals = text.indexOf('=');
  const key = equals < 0 ? '' : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const [name, newTag, digest] = splitImage(value);
  if (name === text) throw refuse(text);
  return key === '' ? { name, newTag, digest } : { name: key, newName: name, newTag, digest };
}

/** Splits an image into repository, tag and digest. A colon before the last slash is a port. */
function splitImage(image: string): readonly [name: string, tag: string | undefined, digest: string | undefined] {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  return colon < 0 ? [rest, undefined, digest] : [rest.slice(0, colon), rest.slice(colon + 1), digest];
}
