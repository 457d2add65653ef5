import { collectProblems } from '../../src/git/collect-problems.js';
import { collectTexts } from '../../src/git/collect-texts.js';

const MIB = 1024 * 1024;
const text = (size: number) => Buffer.alloc(size, 'x');

test('the texts of one read are kept up to the limit, and above it none is', () => {
  const texts = collectTexts(collectProblems(undefined), undefined, 2 * MIB);
  texts.add('a.yaml', text(MIB));
  texts.add('logo.png', Buffer.from([0xff, 0]));
  texts.add('b.yaml', text(MIB));
  expect([...texts.files().entries()].map(([path]) => path)).toEqual(['a.yaml', 'b.yaml']);

  for (const path of ['c.yaml', 'd.yaml']) texts.add(path, text(1));
  expect(() => texts.files()).toThrow(
    expect.objectContaining({
      code: 'GIT_TOO_LARGE',
      message: 'the text files to read have more than 2 MiB',
      hint: expect.stringContaining('--output-dir'),
    }),
  );
});
