import { parseGoDuration } from '../../src/argocd/go-duration.js';

test.each<[text: string, milliseconds: number | undefined]>([
  ['1h30m', 5_400_000],
  ['5s', 5_000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['-2m', -120_000],
  ['100ms', 100],
  ['0', 0],
  ['', undefined],
  ['5', undefined],
  ['1d', undefined],
  ['1h 30m', undefined],
  ['h', undefined],
  ['2562047h', 9_223_369_200_000],
  ['2562048h', undefined],
  ['99999999999999999999h', undefined],
])("'%s' is %s ms", (text, milliseconds) => {
  expect(parseGoDuration(text)).toBe(milliseconds);
});
