import { GitopsError } from '../errors.js';
import type { BuildPlace } from './build-tree.js';
import { Patch } from './patch.js';
import { runUserCode } from './user-code.js';

/**
 * What a function of the user gives as patches.
 *
 * @throws GitopsError MODEL_RESOURCES_FAILED when it throws, MODEL_INVALID_PATCH when it gives something else
 * than patches
 */
export function patchesOf(place: BuildPlace, give: () => readonly Patch[]): readonly Patch[] {
  const given: unknown = runUserCode({ what: 'patches()', ...place }, give);
  if (!Array.isArray(given)) {
    throw refusal(
      place,
      `patches() of '${place.where}' gave '${String(given)}', not a list`,
      'Return a list: patches: ({ web }) => [patch(web, { … })].',
    );
  }
  const wrong = given.flatMap((item: unknown, index) => (Patch.is(item) ? [] : [`'${String(item)}' at ${index}`]));
  if (wrong.length === 0) return given as readonly Patch[]; // each was looked at
  throw refusal(
    place,
    `patches() of '${place.where}' gave ${wrong.join(', ')}, which is not a patch`,
    'Make each with patch, jsonPatch or remove; one that depends is spread: ...(wanted ? [patch(web, { … })] : []).',
  );
}

function refusal({ where, site }: BuildPlace, message: string, hint: string): GitopsError {
  return new GitopsError('MODEL_INVALID_PATCH', message, { hint, constructPath: where, source: site?.location });
}
