import { decideChanges } from '../../src/files/decide-changes.js';
import type { DiskState } from '../../src/files/disk-state.js';
import { FileSet } from '../../src/files/file-set.js';
import { writeOwnershipManifest } from '../../src/files/ownership-manifest.js';
import { sha256 } from '../../src/manifest/canonical.js';

type Files = Readonly<Record<string, string>>;

interface Case {
  readonly case: string;
  readonly disk: Files;
  readonly owned?: Files;
  readonly overwrite?: boolean;
  readonly unmerged?: readonly string[];
  readonly written?: Files;
}

describe('decideChanges', () => {
  test.each<Case & { readonly expected: string }>([
    { case: 'nothing there', disk: {}, expected: 'create a.yaml' },
    { case: 'as wanted, owned', disk: { 'a.yaml': 'new' }, owned: { 'a.yaml': 'old' }, expected: 'keep a.yaml' },
    { case: 'as wanted, foreign', disk: { 'a.yaml': 'new' }, expected: 'keep a.yaml' },
    { case: 'as written before', disk: { 'a.yaml': 'old' }, owned: { 'a.yaml': 'old' }, expected: 'update a.yaml' },
    { case: 'edited', disk: { 'a.yaml': 'edit' }, owned: { 'a.yaml': 'old' }, expected: 'FILES_HAND_EDITED a.yaml' },
    { case: 'foreign', disk: { 'a.yaml': 'edit' }, expected: 'FILES_FOREIGN a.yaml' },
    {
      case: 'edited, overwritten',
      disk: { 'a.yaml': 'edit' },
      owned: { 'a.yaml': 'old' },
      overwrite: true,
      expected: 'update a.yaml',
    },
    { case: 'foreign, overwritten', disk: { 'a.yaml': 'edit' }, overwrite: true, expected: 'update a.yaml' },
    {
      case: 'edited, unmerged',
      disk: { 'a.yaml': 'edit' },
      owned: { 'a.yaml': 'old' },
      unmerged: ['a.yaml'],
      expected: 'update a.yaml',
    },
    { case: 'foreign, unmerged', disk: { 'a.yaml': 'edit' }, unmerged: ['a.yaml'], expected: 'FILES_FOREIGN a.yaml' },
    {
      case: 'written by an interrupted synth',
      disk: { 'a.yaml': 'half-way' },
      written: { 'a.yaml': 'half-way' },
      expected: 'update a.yaml',
    },
  ])('$case: $expected', ({ disk, owned, overwrite, unmerged, written, expected }) => {
    const changes = decideChanges({
      units: [unit({ 'a.yaml': 'new' })],
      disk: state(disk, owned),
      overwrite,
      unmerged: new Set(unmerged),
      written: new Map(Object.entries(written ?? {}).map(([path, text]) => [path, new Set([sha256(text)])])),
    });

    expect(lines(changes)).toContain(expected);
  });

  test.each<Case & { readonly expected: readonly string[] }>([
    { case: 'as written before', disk: { 'gone.yaml': 'old' }, expected: ['delete gone.yaml'] },
    { case: 'edited', disk: { 'gone.yaml': 'edit' }, expected: ['FILES_HAND_EDITED gone.yaml'] },
    { case: 'already away', disk: {}, expected: [] },
  ])('a file that is no longer wanted, $case: $expected', ({ disk, expected }) => {
    const changes = decideChanges({ units: [unit({})], disk: state(disk, { 'gone.yaml': 'old' }) });

    expect(lines(changes).filter((line) => line.includes('gone'))).toEqual(expected);
  });

  test('a manifest whose hash is in conflict: the content of each side is known', () => {
    const hash = (content: string) => `      "${sha256(content)}"`;
    const conflict = [
      '{',
      '  "version": 1,',
      '  "files": {',
      '    "both.yaml":',
      '<<<<<<< HEAD',
      hash('ours'),
      '=======',
    ];
    const manifest = [...conflict, hash('theirs'), '>>>>>>> theirs', '  }', '}'].join('\n');
    const decided = (content: string) =>
      lines(
        decideChanges({
          units: [unit({ 'both.yaml': 'new' })],
          disk: state({ 'both.yaml': content }, undefined, { '.gitops/app.json': manifest }),
        }),
      );

    expect(['ours', 'theirs'].map(decided)).toEqual([
      ['update .gitops/app.json', 'update both.yaml'],
      ['update .gitops/app.json', 'update both.yaml'],
    ]);
  });

  test('a manifest in conflict: every side owns, and what git merged itself is taken, but not what only one content may have', () => {
    const conflict = [
      '{',
      '  "version": 1,',
      '  "files": {',
      line('same.yaml', 'same'),
      '<<<<<<< HEAD',
      line('both.yaml', 'ours'),
      line('ours.yaml', 'ours'),
      '=======',
      line('both.yaml', 'theirs'),
      '>>>>>>> theirs',
      '  }',
      '}',
    ].join('\n');
    const disk = { 'both.yaml': 'merged by git', 'ours.yaml': 'ours', 'same.yaml': 'by hand' };
    const changes = decideChanges({
      units: [unit({ 'both.yaml': 'new' })],
      disk: state(disk, undefined, { '.gitops/app.json': conflict }),
    });

    expect(lines(changes)).toEqual([
      'update .gitops/app.json',
      'update both.yaml',
      'delete ours.yaml',
      'FILES_HAND_EDITED same.yaml',
    ]);
  });

  test('a truncated manifest still owns what can be read of it', () => {
    const text = writeOwnershipManifest(unit({ 'a.yaml': 'old', 'b.yaml': 'old' })).slice(0, -20);
    const changes = decideChanges({
      units: [],
      disk: state({ 'a.yaml': 'old' }, undefined, { '.gitops/app.json': text }),
    });

    expect(lines(changes)).toEqual(['delete .gitops/app.json', 'delete a.yaml']);
  });

  test('JSON under .gitops that is no manifest belongs to somebody else', () => {
    const changes = decideChanges({
      units: [unit({ 'a.yaml': 'new' })],
      disk: state({}, undefined, { '.gitops/other.json': '{}', '.gitops/app.json': '{}' }),
    });

    expect(lines(changes)).toEqual(['create a.yaml', 'FILES_FOREIGN .gitops/app.json']);
  });

  test('a manifest of a newer version, and paths that are no files of the output, are refused', () => {
    const manifest = (file: string, version = 1) =>
      state({}, undefined, { '.gitops/app.json': JSON.stringify({ version, files: { [file]: sha256('x') } }) });
    for (const disk of [
      manifest('a.yaml', 2),
      manifest('../a'),
      manifest('/etc/passwd'),
      manifest('a/../../b'),
      manifest('.git/config'),
      manifest('.gitops/x.json'),
    ]) {
      expect(() => decideChanges({ units: [], disk })).toThrow(
        expect.objectContaining({ code: 'FILES_INVALID_OWNERSHIP' }),
      );
    }
  });

  test('two units that write one path are an error, and so is a unit that writes a manifest', () => {
    const twice = [unit({ 'a.yaml': 'x' }, 'one'), unit({ 'a.yaml': 'x' }, 'two')];
    expect(() => decideChanges({ units: twice, disk: state({}) })).toThrow(
      expect.objectContaining({ code: 'FILES_CLAIMED_TWICE', message: "'a.yaml' is written by 'one' and by 'two'" }),
    );
    expect(() => decideChanges({ units: [unit({ '.gitops/x.json': 'x' })], disk: state({}) })).toThrow(
      expect.objectContaining({ code: 'FILES_CLAIMED_TWICE' }),
    );
  });

  test.each<{
    readonly case: string;
    readonly wanted: Files;
    readonly entries: Readonly<Record<string, 'file' | 'folder' | 'other'>>;
  }>([
    { case: 'a foreign file where a folder is needed', wanted: { 'a/b': 'x' }, entries: { a: 'file' } },
    {
      case: 'a foreign file in a folder where a file is needed',
      wanted: { a: 'x' },
      entries: { a: 'folder', 'a/mine': 'file' },
    },
    { case: 'a link where a folder is needed', wanted: { 'a/b': 'x' }, entries: { a: 'other' } },
    { case: 'a link where a file is needed', wanted: { a: 'x' }, entries: { a: 'other' } },
    { case: 'a foreign file that differs in case', wanted: { 'a.yaml': 'x' }, entries: { 'A.yaml': 'file' } },
    {
      case: 'a foreign folder that differs in case',
      wanted: { 'a/x': 'x' },
      entries: { A: 'folder', 'A/mine': 'file' },
    },
    { case: 'wanted files that differ in case', wanted: { 'a.yaml': 'x', 'A.yaml': 'x' }, entries: {} },
    { case: 'wanted folders that differ in case', wanted: { 'a/x': 'x', 'A/y': 'x' }, entries: {} },
    { case: 'a wanted file that is also a folder', wanted: { a: 'x', 'a/b': 'x' }, entries: {} },
  ])('$case is a clash also when overwriting', ({ wanted, entries }) => {
    const disk: DiskState = {
      entries: new Map(Object.entries(entries)),
      manifests: new Map(),
      files: new Map(),
    };

    expect(decideChanges({ units: [unit(wanted)], disk, overwrite: true }).problems.map(({ code }) => code)).toEqual([
      'FILES_PATH_CLASH',
    ]);
  });

  test('manifests are sorted, and a path stands between two hashes, so that Git merges changes of neighbours', () => {
    expect(writeOwnershipManifest(unit({ 'b.yaml': 'b', 'a.yaml': 'a' }))).toBe(
      `{\n  "version": 1,\n  "files": {\n    "a.yaml":\n      "${sha256('a')}",\n    "b.yaml":\n      "${sha256('b')}"\n  }\n}\n`,
    );
  });
});

function unit(files: Files, name = 'app') {
  return { name, files: FileSet.of(files) };
}

function line(path: string, content: string): string {
  return `    "${path}": "${sha256(content)}",`;
}

function state(
  files: Files,
  owned?: Files,
  manifests: Files = owned ? { '.gitops/app.json': writeOwnershipManifest(unit(owned)) } : {},
): DiskState {
  const all = { ...files, ...manifests };
  return {
    entries: new Map(Object.keys(all).map((path) => [path, 'file'])),
    manifests: new Map(Object.entries(manifests)),
    files: new Map(
      Object.entries(all).map(([path, text]) => [path, { hash: sha256(text), conflicted: false, empty: text === '' }]),
    ),
  };
}

function lines(changes: ReturnType<typeof decideChanges>): string[] {
  return [
    ...changes.write.map(({ path, change }) => `${change} ${path}`),
    ...changes.keep.map((path) => `keep ${path}`),
    ...changes.delete.map(({ path }) => `delete ${path}`),
    ...changes.problems.map(({ code, source }) => `${code} ${source?.file}`),
  ].filter((entry) => !entry.startsWith('create .gitops'));
}
