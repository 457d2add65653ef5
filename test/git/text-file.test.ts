import { LARGEST_TEXT_FILE, textOf } from '../../src/git/text-file.js';

test('text is kept as it is, with a byte order mark and Windows line ends', () => {
  expect(textOf('a.yaml', Buffer.from('\uFEFFa: ü\r\n'))).toBe('\uFEFFa: ü\r\n');
});

test('a file that is not a text is passed over', () => {
  expect(textOf('logo.png', Buffer.from([0x89, 0x50, 0xff]))).toBeUndefined();
  expect(textOf('notes.bin', Buffer.from('a\0b'))).toBeUndefined();
  expect(textOf('dump.sql', Buffer.alloc(LARGEST_TEXT_FILE + 1, 'x'))).toBeUndefined();
});

test.each([
  ['YAML that is not UTF-8', 'a.yaml', Buffer.from([0x61, 0x3a, 0xff])],
  ['JSON with a null byte', 'a.json', Buffer.from('{"a":\0}')],
  ['YAML beyond the limit', 'a.yml', Buffer.alloc(LARGEST_TEXT_FILE + 1, 'x')],
  ['a Git LFS pointer', 'logo.png', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')],
])('%s is an error', (_, path, content) => {
  expect(() => textOf(path, content)).toThrow(
    expect.objectContaining({ code: 'GIT_UNSUPPORTED_FILE', source: { file: path } }),
  );
});
