import { duration } from '../../../../src/cli/input/options/duration.js';
import { percentage } from '../../../../src/cli/input/options/numbers.js';

describe('duration', () => {
  test.each([
    { text: '90s', milliseconds: 90_000 },
    { text: '5m', milliseconds: 300_000 },
    { text: '1h30m', milliseconds: 5_400_000 },
    { text: '250ms', milliseconds: 250 },
    { text: '1.5s', milliseconds: 1500 },
    { text: '20', milliseconds: 20_000 },
    { text: '0', milliseconds: 0 },
  ])('$text is $milliseconds ms', ({ text, milliseconds }) => {
    expect(duration(text)).toBe(milliseconds);
  });

  test.each(['', 'soon', '-5s', '5 m', '5d', '5m3', '1e3'])("'%s' is refused", (text) => {
    expect(() => duration(text)).toThrow('Give a duration');
  });
});

describe('percentage', () => {
  test('takes a number with or without the sign', () => {
    expect([percentage('20'), percentage('20%'), percentage('0.5'), percentage('100')]).toEqual([20, 20, 0.5, 100]);
  });

  test.each(['101', '-1', 'half', ''])("'%s' is refused", (text) => {
    expect(() => percentage(text)).toThrow('from 0 to 100');
  });
});
