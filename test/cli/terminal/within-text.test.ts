import { withinText } from '../../../src/cli/terminal/within-text.js';

test('a text that is too large is an error that names it, and any other fault stays', () => {
  expect(withinText(() => 'a', 'the document')).toBe('a');
  expect(() => withinText(() => `${'x'.repeat(2 ** 28)}${'y'.repeat(2 ** 28)}`, "'ConfigMap a'")).toThrow(
    expect.objectContaining({
      code: 'RENDER_TOO_LARGE',
      message: "'ConfigMap a' is too large to be printed: a text has at most 512 MiB",
    }),
  );
  const fault = new RangeError('Maximum call stack size exceeded');
  expect(() =>
    withinText(() => {
      throw fault;
    }, 'a'),
  ).toThrow(fault);
});
