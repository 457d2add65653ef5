import { dirname, relative, sep } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import { deepEqual } from '../../manifest/equality.js';
import { type ImagePin, type Pins, parsePins } from '../../model/pins.js';

/** A pins file of an overlay that stays on the commit which it names. */
export interface PromotedPins {
  /** The overlay, such as `web/prod`. */
  readonly overlay: string;
  /** As people would open it. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly pins: Pins;
}

/**
 * Warns of pinned images that reach no cluster: the overlay stays on the commit that its `revision` names,
 * and that commit pins them otherwise.
 *
 * @param top real path of the top of the Git repository
 */
export async function pinsWithoutEffect(
  git: GitRepository,
  top: string,
  promoted: readonly PromotedPins[],
): Promise<readonly string[]> {
  const warnings = await Promise.all(promoted.map((one) => warningsOf(git, top, one)));
  return warnings.flat();
}

async function warningsOf(
  git: GitRepository,
  top: string,
  { overlay, file, path, pins }: PromotedPins,
): Promise<readonly string[]> {
  const { images = {}, revision } = pins;
  if (revision === undefined || Object.keys(images).length === 0) return [];
  const commit = revision.slice(0, 7);
  const before = await pinsAt(git, revision, relative(top, path).split(sep).join('/'));
  if (before === undefined)
    return [
      `'${overlay}' stays on commit ${commit}, which is not in this clone: whether the images that '${file}' pins are in it is not known`,
    ];
  const other = Object.entries(images).filter(([image, pin]) => !deepEqual(pin, before.images?.[image]));
  return other.map(
    ([image, pin]) =>
      `'${file}' pins ${image} to ${describePin(pin)}, which has no effect: '${overlay}' stays on commit ${commit}, which does not. Commit the images first, and then set 'revision' to that commit`,
  );
}

/** Undefined when the commit is not known here. */
async function pinsAt(git: GitRepository, revision: string, path: string): Promise<Pins | undefined> {
  try {
    await git.resolve(revision);
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
  try {
    const onlyThis = { wants: (one: string) => one === path, onProblem: () => undefined };
    const text = (await git.readTree(revision, dirname(path), onlyThis)).get(path);
    return text === undefined ? {} : parsePins(text, path);
  } catch (error) {
    if (GitopsError.is(error)) return {};
    throw error;
  }
}

function describePin({ tag, digest }: ImagePin): string {
  return [tag, digest].filter((part) => part !== undefined).join('@');
}
