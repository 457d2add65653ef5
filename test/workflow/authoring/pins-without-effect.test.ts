import { join } from 'node:path';
import { openRepository } from '../../../src/git/open-repository.js';
import type { Pins } from '../../../src/model/pins.js';
import { formatPins } from '../../../src/model/pins.js';
import { pinsWithoutEffect } from '../../../src/workflow/authoring/pins-without-effect.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const FILE = 'environments/pins/prod/web.yaml';
const IMAGE = 'registry.example.com/web';
const images = (tag: string) => ({ [IMAGE]: { tag } });

/** What is told of a pins file beside what the commit has that it names. */
async function warn(committed: Pins | undefined, now: (revision: string) => Pins) {
  await using repository = tempRepository();
  const revision = repository.commit(
    'first',
    committed === undefined ? { 'a.txt': 'a' } : { [FILE]: formatPins(committed) },
  );
  const path = join(repository.directory, FILE);
  return await pinsWithoutEffect(await openRepository(repository.directory), repository.directory, [
    { overlay: 'web/prod', file: FILE, path, pins: now(revision) },
  ]);
}

const NO_EFFECT = [
  expect.stringMatching(
    /^'environments\/pins\/prod\/web\.yaml' pins registry\.example\.com\/web to 2\.0\.0, which has no effect: 'web\/prod' stays on commit [0-9a-f]{7}, which does not\./,
  ),
];

test.each<[string, Pins | undefined, (revision: string) => Pins, unknown]>([
  [
    'the commit has the same images',
    { images: images('2.0.0') },
    (revision) => ({ revision, images: images('2.0.0') }),
    [],
  ],
  [
    'the commit has another tag',
    { images: images('1.0.0') },
    (revision) => ({ revision, images: images('2.0.0') }),
    NO_EFFECT,
  ],
  ['the commit pins nothing', undefined, (revision) => ({ revision, images: images('2.0.0') }), NO_EFFECT],
  ['no image is pinned', undefined, (revision) => ({ revision }), []],
  [
    'the commit is not here',
    { images: images('2.0.0') },
    () => ({ revision: 'a'.repeat(40), images: images('2.0.0') }),
    [expect.stringMatching(/stays on commit aaaaaaa, which is not in this clone: whether the images .* is not known$/)],
  ],
])('images of an overlay that stays on a commit: %s', async (_case, committed, now, expected) => {
  expect(await warn(committed, now)).toEqual(expected);
});
