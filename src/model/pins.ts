import { GitopsError } from '../errors.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseYaml, toYaml } from '../manifest/yaml.js';

/** What an image is pinned to; with both, the tag is for people and the digest decides. */
export interface ImagePin {
  readonly tag?: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest?: string;
}

/**
 * The data machines change, one small file per environment and application:
 * `environments/pins/<environment>/<application>.yaml`.
 */
export interface Pins {
  /** Image repository, without tag and digest → what it is pinned to. */
  readonly images?: Readonly<Record<string, ImagePin>>;
  /**
   * The commit that an Environment with `follow: 'promotion'` stays on, code and images included: 40 or 64
   * hex digits. Without effect for one with `follow: 'branch'`.
   */
  readonly revision?: string;
}

const HINTS = {
  keys: 'A pins file knows `images` and `revision`.',
  images: 'Write `images: { registry.example.com/web: { tag: 1.2.3 } }`, with tag, digest or both.',
};

/**
 * The pins in a file's text; an empty file pins nothing.
 *
 * @throws GitopsError MODEL_INVALID_PINS (all problems together), MANIFEST_INVALID_YAML
 */
export function parsePins(text: string, file: string): Pins {
  const documents = parseYaml(text, file);
  const problems: GitopsError[] = [];
  const refuse = (message: string, hint: string) =>
    problems.push(new GitopsError('MODEL_INVALID_PINS', `${message} in '${file}'`, { hint, source: { file } }));
  const content = documents[0] ?? {};
  if (documents.length > 1 || !isRecord(content)) {
    refuse('expected one map of pins', HINTS.keys);
    throw GitopsError.all(problems);
  }
  for (const key of Object.keys(content))
    if (key !== 'images' && key !== 'revision') refuse(`unknown pin '${key}'`, HINTS.keys);
  const revision = content['revision'];
  if (revision !== undefined && (typeof revision !== 'string' || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision))) {
    refuse(
      `revision '${String(revision)}' is not a full commit id`,
      'Give the whole commit id, 40 (or 64) hex digits, in quotes: git rev-parse prints it.',
    );
  }
  const images = content['images'] ?? {};
  if (!isRecord(images)) refuse('`images` is not a map', HINTS.images);
  else for (const [image, pin] of Object.entries(images)) checkImage(image, pin, refuse);
  GitopsError.throwAll(problems);
  return content as Pins; // checked field by field above
}

/** The text of a pins file, keys sorted: one line of difference per change. */
export function formatPins({ images = {}, revision }: Pins): string {
  const names = Object.keys(images).sort();
  const sorted = Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...(images[name]!.digest ? { digest: images[name]!.digest } : {}),
        ...(images[name]!.tag ? { tag: images[name]!.tag } : {}),
      },
    ]),
  );
  return toYaml({ ...(names.length > 0 ? { images: sorted } : {}), ...(revision ? { revision } : {}) });
}

function checkImage(image: string, pin: unknown, refuse: (message: string, hint: string) => void): void {
  if (splitImage(image).repository !== image) refuse(`image '${image}' carries a tag or digest`, HINTS.images);
  if (!isRecord(pin)) {
    refuse(`the pin of '${image}' is not a map`, HINTS.images);
    return;
  }
  for (const key of Object.keys(pin))
    if (key !== 'tag' && key !== 'digest') refuse(`unknown key '${key}' for image '${image}'`, HINTS.images);
  const { tag, digest } = pin;
  if (tag === undefined && digest === undefined) refuse(`image '${image}' is pinned to nothing`, HINTS.images);
  if (tag !== undefined && (typeof tag !== 'string' || !/^\w[\w.-]{0,127}$/.test(tag))) {
    refuse(
      `tag '${String(tag)}' of '${image}' is not an image tag`,
      'Quote it when it looks like a number: tag: "1.10".',
    );
  }
  if (digest !== undefined && (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    refuse(`digest '${String(digest)}' of '${image}' is not a digest`, 'Give sha256: and 64 hex digits.');
  }
}

/** An image reference taken apart. The port of a registry is not a tag. */
export function splitImage(image: string): {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
} {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  return {
    repository: tagged ? name.slice(0, colon) : name,
    ...(tagged ? { tag: name.slice(colon + 1) } : {}),
    ...(at < 0 ? {} : { digest: image.slice(at + 1) }),
  };
}
