import { parseCron } from '../../../src/argocd/sync/cron-schedule.js';

/** What github.com/robfig/cron/v3 v3.0.1 answers, in UTC. */
test.each([
  ['0 22 * * 1-5', '2026-11-21T14:00:00Z', '2026-11-23T22:00:00.000Z'],
  ['0 22 * * 1-5', '2026-11-23T21:59:59.999Z', '2026-11-23T22:00:00.000Z'],
  ['0 22 * * 1-5', '2026-11-23T22:00:00Z', '2026-11-24T22:00:00.000Z'],
  ['*/15 8-17 * * *', '2026-11-21T17:45:00Z', '2026-11-22T08:00:00.000Z'],
  ['5/20 * * * ?', '2026-11-21T14:26:00Z', '2026-11-21T14:45:00.000Z'],
  ['0 0 13 * fri', '2026-11-21T14:00:00Z', '2026-11-27T00:00:00.000Z'],
  ['0 0 13 * *', '2026-11-21T14:00:00Z', '2026-12-13T00:00:00.000Z'],
  ['0 0 */2 * MON', '2026-11-21T14:00:00Z', '2026-11-23T00:00:00.000Z'],
  ['0 0 */2 * MON', '2026-11-23T00:00:00Z', '2026-11-25T00:00:00.000Z'],
  ['0 0 *,13 * fri', '2026-11-21T14:00:00Z', '2026-11-27T00:00:00.000Z'],
  ['0 8-17/3 * * *', '2026-11-21T17:45:00Z', '2026-11-22T08:00:00.000Z'],
  ['0-10/5 * * * *', '2026-11-21T14:11:00Z', '2026-11-21T15:00:00.000Z'],
  ['5,,10, * * * *', '2026-11-21T14:05:00Z', '2026-11-21T14:10:00.000Z'],
  ['+5 */+2 * * *', '2026-11-21T14:05:00Z', '2026-11-21T16:05:00.000Z'],
  ['0 *-a *-1-2 * *', '2026-11-21T14:05:00Z', '2026-11-21T15:00:00.000Z'],
  ['0 0 29 2 *', '2026-11-21T14:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 29 2 *', '2024-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 29 2 *', '2096-03-01T00:00:00Z', undefined],
  ['0 0 1 jan,JUL *', '2026-11-21T14:00:00Z', '2027-01-01T00:00:00.000Z'],
  ['TZ=UTC 0 22 * * *', '2026-11-21T14:00:00Z', '2026-11-21T22:00:00.000Z'],
  ['CRON_TZ=Asia/Tokyo 0 22 * * *', '2026-11-21T14:00:00Z', '2026-11-22T13:00:00.000Z'],
  ['TZ= 0 22 * * *', '2026-11-21T14:00:00Z', '2026-11-21T22:00:00.000Z'],
  ['TZ=Europe/Berlin 0 12 5 7 *', '2026-03-01T05:00:00Z', '2026-07-05T10:00:00.000Z'],
  ['TZ=Europe/Berlin 0 1 2 11 *', '2026-06-28T05:00:00Z', '2026-11-02T00:00:00.000Z'],
  ['TZ=Europe/Berlin 30 1 29 3 *', '2026-03-01T00:00:00Z', '2026-03-29T00:30:00.000Z'],
  ['TZ=UTC 0 0 30 2 *', '2026-11-21T14:00:00Z', undefined],
  ['  30   6  *  *  0 ', '2026-11-21T14:00:00Z', '2026-11-22T06:30:00.000Z'],
])('%s after %s is %s', (expression, after, next) => {
  expect(parseCron(expression).next(new Date(after))?.toISOString()).toBe(next);
});

test('a date that does not exist never comes', () => {
  expect(parseCron('0 0 30 2 *').next(new Date('2026-11-21T14:00:00Z'))).toBeUndefined();
});

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '@daily',
  'TZ=Europe/Nowhere 0 0 * * *',
  'TZ=UTC',
  'XTZ=UTC 0 0 * * *',
  'a * * * *',
  '5a * * * *',
  'a5 * * * *',
  '*/5a * * * *',
  '*/a5 * * * *',
  '*/1.5 * * * *',
  '*/.5 * * * *',
  '*/ * * * *',
  '-1 * * * *',
  '1- * * * *',
  '0 0 * jan-sec *',
  '0 24 * * *',
  '0 0 0 * *',
  '0 0 * * 7',
  '*/0 * * * *',
  '5-3 * * * *',
  '1/2/3 * * * *',
  '1-2-3 * * * *',
  '-5 * * * *',
])("'%s' is refused", (expression) => {
  expect(() => parseCron(expression)).toThrow(
    expect.objectContaining({ code: 'ARGOCD_INVALID_WINDOW', message: expect.stringContaining(`'${expression}'`) }),
  );
});

test.each(
  [
    ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((name, index) => [`0 0 * * ${name}`, `0 0 * * ${index}`]),
    ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, index) => [
      `0 0 1 ${name} *`,
      `0 0 1 ${index + 1} *`,
    ]),
  ].flat(),
)('%s is %s', (named, numbered) => {
  const after = new Date('2026-11-21T14:00:00Z');

  expect(parseCron(named!).next(after)).toEqual(parseCron(numbered!).next(after));
});

test.each([
  ['* * * *', 'it has 4 fields, not 5'],
  ['TZ=Europe/Nowhere 0 0 * * *', "'Europe/Nowhere' is not a time zone"],
  ['a * * * *', "'a' as minute: 'a' is not a number"],
  ['0 24 * * *', "'24' as hour: it is not within 0 and 23"],
  ['0 0 1-2-3 * *', "'1-2-3' as day of the month: too many parts"],
  ['0 0 * */0 *', "'*/0' as month: the step is not a positive number"],
  ['0 0 * * 1-7', "'1-7' as day of the week: it is not within 0 and 6"],
])("'%s' is refused with its reason: %s", (expression, reason) => {
  expect(() => parseCron(expression)).toThrow(
    expect.objectContaining({
      message: `the schedule '${expression}' cannot be read: ${reason}`,
      hint: expect.stringMatching(/^Write five fields \(minute, hour, day, month, weekday\)/),
    }),
  );
});
