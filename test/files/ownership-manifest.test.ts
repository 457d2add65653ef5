import { readOwnershipManifest } from '../../src/files/ownership-manifest.js';
import { sha256 } from '../../src/manifest/canonical.js';

const PATH = '.gitops/applications/shop.json';
const files = { 'apps/shop/a.yaml': sha256('a') };
const manifest = (changes: object) => JSON.stringify({ version: 1, files, ...changes });

test.each<[what: string, text: string, why: string]>([
  ['of a newer version', manifest({ version: 2 }), 'was written by a newer version of this tool (version 2)'],
  ['of half a version', manifest({ version: 0.5 }), 'version is not a whole number: 0.5'],
  ['with a hash that is a number', manifest({ files: { a: 1 } }), 'files.a is not a text: 1'],
  ['with a hash that is null', manifest({ files: { a: null } }), 'files.a is null'],
  ['with a hash that is none', manifest({ files: { a: 'x' } }), "files.a is not a sha256 hash: 'x'"],
  ['with a hash that is a list', manifest({ files: { a: [sha256('a')] } }), 'files.a is not a text'],
  ['with a field of nobody', manifest({ more: 1 }), 'more is not known here'],
  ['with a path outside', manifest({ files: { '../a': sha256('a') } }), "lists '../a', which is outside the output"],
  ['with a manifest', manifest({ files: { '.gitops/a.json': sha256('a') } }), 'which is a manifest itself'],
])('a manifest %s is an error that names it: nothing is deleted by it', (_what, text, why) => {
  expect(() => readOwnershipManifest(PATH, text)).toThrow(
    expect.objectContaining({
      code: 'FILES_INVALID_OWNERSHIP',
      message: expect.stringContaining(`ownership manifest '${PATH}' `),
      hint: expect.stringMatching(/gitops synth --overwrite|Update/),
    }),
  );
  expect(() => readOwnershipManifest(PATH, text)).toThrow(why);
});

test.each(['[]', 'null', '1', '{}', '{"version":1}', '{"files":{}}', '{"version":"1","files":{}}'])(
  'JSON that is something else owns nothing: %s',
  (text) => {
    expect(readOwnershipManifest(PATH, text)).toBeUndefined();
  },
);

test('a manifest is read as it was written, and one with conflicts by its lines', () => {
  const hashes = new Map([['apps/shop/a.yaml', new Set([sha256('a')])]]);

  expect(readOwnershipManifest(PATH, manifest({}))).toEqual({ hashes, damaged: false });
  expect(readOwnershipManifest(PATH, `<<<<<<<\n  "apps/shop/a.yaml": "${sha256('a')}"\n`)).toEqual({
    hashes,
    damaged: true,
  });
});
