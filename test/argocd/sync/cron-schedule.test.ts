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
  ['0 0 29 2 *', '2026-11-21T14:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 1 jan,JUL *', '2026-11-21T14:00:00Z', '2027-01-01T00:00:00.000Z'],
  ['TZ=UTC 0 22 * * *', '2026-11-21T14:00:00Z', '2026-11-21T22:00:00.000Z'],
  ['CRON_TZ=Asia/Tokyo 0 22 * * *', '2026-11-21T14:00:00Z', '2026-11-22T13:00:00.000Z'],
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
  'a * * * *',
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
