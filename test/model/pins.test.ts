import { pinImages } from '../../src/model/pin-images.js';
import { formatPins, parsePins, splitImage } from '../../src/model/pins.js';
import { thrownBy } from '../helpers/thrown-by.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

test('a pins file is read, and written back sorted', () => {
  const text = `images:\n  registry.example.com/b:\n    tag: "1.10"\n  a:\n    digest: ${DIGEST}\nrevision: "${'1'.repeat(40)}"\n`;

  const pins = parsePins(text, 'pins.yaml');

  expect(pins).toEqual({
    images: { a: { digest: DIGEST }, 'registry.example.com/b': { tag: '1.10' } },
    revision: '1'.repeat(40),
  });
  expect(Object.keys(parsePins(formatPins(pins), 'again').images ?? {})).toEqual(['a', 'registry.example.com/b']);
  expect(parsePins('', 'empty.yaml')).toEqual({});
});

test('everything wrong in a pins file is told at once', () => {
  const text =
    'image: {}\nimages:\n  a:1.0: { tag: x }\n  b: { tag: 1.10 }\n  c: { digest: abc, extra: 1 }\n  d: {}\nrevision: main\n';

  const error = thrownBy(() => parsePins(text, 'pins.yaml'));

  expect(error.problems.map(({ message, source }) => [source?.line, message])).toEqual(
    [
      [1, 'image is not a field of it'],
      [4, 'images.b.tag is not a text: 1.1'],
      [5, "images.c.digest is not a digest: 'abc'"],
      [5, 'images.c.extra is not a field of it'],
      [7, "revision is not a full commit id: 'main'"],
      [3, 'images.a:1.0 has a tag or a digest in its name'],
      [6, 'images.d is pinned to nothing'],
    ].map(([line, problem]) => [line, `the pins file 'pins.yaml' cannot be used: ${problem}`]),
  );
  expect(error.problems.every(({ code }) => code === 'MODEL_INVALID_PINS')).toBe(true);
});

test.each([
  ['a', { repository: 'a' }],
  ['host:5000/a', { repository: 'host:5000/a' }],
  ['host:5000/a:1', { repository: 'host:5000/a', tag: '1' }],
  [`a:1@${DIGEST}`, { repository: 'a', tag: '1', digest: DIGEST }],
])('the image %s is taken apart', (image, parts) => {
  expect(splitImage(image)).toEqual(parts);
});

test('pins reach every container of that repository and nothing else', () => {
  const found = new Set<string>();
  const object = {
    spec: {
      containers: [{ image: 'a:1' }, { image: 'aa:1' }],
      initContainers: [{ image: `a@${DIGEST}` }],
      image: 'a:1',
    },
  };

  const pinned = pinImages(object, { a: { tag: '2' } }, found);

  expect(pinned).toEqual({
    spec: { containers: [{ image: 'a:2' }, { image: 'aa:1' }], initContainers: [{ image: 'a:2' }], image: 'a:1' },
  });
  expect([...found]).toEqual(['a']);
});
