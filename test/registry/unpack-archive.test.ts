import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unpackArchive } from '../../src/registry/unpack-archive.js';

const folder = mkdtempSync(join(tmpdir(), 'unpack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the real tar makes of a folder. */
function tar(name: string, fill: (place: string) => void, ...flags: string[]): Buffer {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  fill(place);
  return execFileSync('tar', [...flags, '-cf', '-', '-C', place, '.'], { maxBuffer: 1 << 28 });
}

describe('an archive', () => {
  test.each(['--format=gnu', '--format=pax', '--format=ustar', '--format=v7'])(
    'of tar %s is read, long names too',
    (format) => {
      const long = `${'folder-with-a-name/'.repeat(format.endsWith('v7') ? 1 : 7)}file.yaml`;
      const bytes = tar(
        `long${format}`,
        (place) => {
          mkdirSync(join(place, long, '..'), { recursive: true });
          writeFileSync(join(place, long), 'a: ü\n');
          writeFileSync(join(place, 'packed.bin'), Buffer.from([0, 255]));
        },
        format,
      );

      for (const archive of [bytes, gzipSync(bytes)]) {
        const { files, binaries } = unpackArchive(archive, 'it');
        expect(files.entries()).toEqual([[long, 'a: ü\n']]);
        expect([...binaries.keys()]).toEqual(['packed.bin']);
      }
    },
  );

  test('only what is below a folder is taken, when one is named', () => {
    const bytes = tar('below', (place) => {
      for (const name of ['web', 'other']) {
        mkdirSync(join(place, name));
        writeFileSync(join(place, name, 'x.yaml'), name);
      }
    });

    expect(unpackArchive(bytes, 'it', 'web').files.entries()).toEqual([['x.yaml', 'web']]);
  });

  test.each([
    ['a symbolic link', (place: string) => symlinkSync('/etc/passwd', join(place, 'x'))],
    [
      'a hard link',
      (place: string) => {
        writeFileSync(join(place, 'a'), '');
        linkSync(join(place, 'a'), join(place, 'b'));
      },
    ],
  ] as const)('with %s is refused', (name, fill) => {
    expect(() => unpackArchive(tar(name.replaceAll(' ', '-'), fill), 'it')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_INVALID' }),
    );
  });

  test.each(['../x', '/etc/x', 'a/../../x', '.git/config', 'a//b', 'a\\b'])("with a file '%s' is refused", (path) => {
    expect(() => unpackArchive(handMade(path, 'x'), 'it')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_INVALID', message: expect.stringContaining('not a path inside') }),
    );
  });

  test('a bomb is refused before it is whole', () => {
    expect(() => unpackArchive(gzipSync(Buffer.alloc(300 * 1024 * 1024)), 'it')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_INVALID', message: expect.stringContaining('256 MiB') }),
    );
  });

  test('one that is cut off, or no archive at all, is refused', () => {
    const whole = gzipSync(handMade('a', 'x'.repeat(5_000)));
    for (const bytes of [
      whole.subarray(0, whole.length / 2),
      handMade('a', 'x'.repeat(5_000)).subarray(0, 1_024),
      Buffer.from('x'.repeat(2_000)),
    ]) {
      expect(() => unpackArchive(bytes, 'it')).toThrow(expect.objectContaining({ code: 'REGISTRY_INVALID' }));
    }
  });
});

function handMade(path: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write('0', 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1_024)]);
}
