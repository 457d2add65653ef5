import { GitopsError } from '../errors.js';
import { defined } from '../manifest/defined.js';
import { isRecord } from '../manifest/kube-object.js';
import { map, object, readShape, type ShapeProblem, textThat } from '../manifest/shape.js';
import { shapeErrors } from '../manifest/shape-errors.js';
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
   * Version of the chart, or the revision of the other Git repository, from which the objects come. It
   * replaces the one in the code.
   */
  readonly version?: string;
  /**
   * The commit that an Environment with `follow: 'promotion'` stays on, code and images included: 40 or 64
   * hex digits. Without effect for one with `follow: 'branch'`.
   */
  readonly revision?: string;
}

const PIN_SHAPE = object({
  tag: textThat('is not an image tag', (value) => /^\w[\w.-]{0,127}$/.test(value)),
  digest: textThat('is not a digest', (value) => /^sha256:[0-9a-f]{64}$/.test(value)),
});

/** A pins file. */
export const PINS_SHAPE = object({
  images: map(PIN_SHAPE),
  version: textThat('is not a version', (value) => /^[^\s]+$/.test(value)),
  revision: textThat('is not a full commit id', (value) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)),
});

const WHOLE = 'Write `images`, `version` and `revision`, and nothing else.';
const IMAGES = 'Write `images: { registry.example.com/web: { tag: 1.2.3 } }`, with tag, digest or both.';
const HINTS: Readonly<Record<string, string>> = {
  revision: 'Give the whole commit id, 40 (or 64) hex digits, in quotes: git rev-parse prints it.',
  version: 'Give the version of the chart, or the revision, in quotes when it looks like a number: version: "1.10".',
  tag: 'Quote it when it looks like a number: tag: "1.10".',
  digest: 'Give sha256: and 64 hex digits.',
};

/**
 * The pins in a file's text; an empty file pins nothing.
 *
 * @throws GitopsError MODEL_INVALID_PINS (all problems together), MANIFEST_INVALID_YAML
 */
export function parsePins(text: string, file: string): Pins {
  const [content = {}, ...more] = parseYaml(text, file);
  const { value, problems } = readShape(content ?? {}, PINS_SHAPE, { unknownField: 'is not a field of it' });
  const all = more.length > 0 ? [{ path: '', message: 'it has several documents' }] : problems;
  const errors = shapeErrors([...all, ...imageProblems(content)], {
    code: 'MODEL_INVALID_PINS',
    name: 'the pins file',
    file,
    content: text,
    hint: ({ steps = [] }) => HINTS[String(steps.at(-1))] ?? (steps[0] === 'images' ? IMAGES : WHOLE),
  });
  if (value === undefined || errors.length > 0) throw GitopsError.all(errors);
  return value;
}

/** What no shape says: an image is named without its tag, and pinned to something. */
function imageProblems(content: unknown): readonly ShapeProblem[] {
  const images = isRecord(content) && isRecord(content['images']) ? content['images'] : {};
  return Object.entries(images).flatMap(([image, pin]) => {
    const place = { path: `images.${image}`, steps: ['images', image] };
    const isNothing = isRecord(pin) && (pin['tag'] ?? pin['digest'] ?? undefined) === undefined;
    return [
      ...(splitImage(image).repository === image ? [] : [{ ...place, message: 'has a tag or a digest in its name' }]),
      ...(pin === null || isNothing ? [{ ...place, message: 'is pinned to nothing' }] : []),
    ];
  });
}

/** The text of a pins file, keys sorted: one line of difference per change. */
export function formatPins({ images = {}, version, revision }: Pins): string {
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
  return toYaml({ ...(names.length > 0 ? { images: sorted } : {}), ...defined({ version, revision }) });
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
