import { decideWindows, forecastWindows } from '../../../src/argocd/sync/sync-windows.js';

const SATURDAY = '2026-11-21T14:00:00Z';
const application = (spec: object = {}) => ({
  metadata: { name: 'guestbook-prod' },
  spec: { project: 'shop', destination: { name: 'eu', namespace: 'guestbook' }, ...spec },
});
const automated = { syncPolicy: { automated: {} } };
const decide = (windows: readonly object[], spec: object = {}, now = SATURDAY) =>
  decideWindows(windows, application(spec), new Date(now));
const window = (more: object) => ({
  kind: 'deny',
  schedule: '0 12 * * *',
  duration: '4h',
  applications: ['*'],
  ...more,
});

describe('decideWindows', () => {
  test.each<[windows: object[], allowed: boolean, automatedAllowed: boolean]>([
    [[], true, true],
    [[window({})], false, false],
    [[window({ manualSync: true })], true, false],
    [[window({ manualSync: true }), window({})], false, false],
    [[window({ schedule: '0 20 * * *' })], true, true],
    [[window({ kind: 'allow' })], true, true],
    [[window({ kind: 'allow', schedule: '0 20 * * *' })], false, false],
    [[window({ kind: 'allow', schedule: '0 20 * * *', manualSync: true })], true, false],
    [[window({ kind: 'allow', schedule: '0 20 * * *' }), window({ kind: 'allow' })], true, true],
    [[window({ kind: 'allow' }), window({})], false, false],
    [[window({ kind: 'allow', schedule: '0 20 * * *' }), window({ manualSync: true })], true, false],
    [[window({ applications: ['other'] })], true, true],
    [[window({ schedule: '0 0 30 2 *' })], false, false],
    [[window({ kind: 'odd' })], true, true],
    [[window({ kind: 'odd' }), window({ kind: 'allow', schedule: '0 20 * * *' })], false, false],
  ])('%j: a manual sync %s, an automated one %s', (windows, allowed, automatedAllowed) => {
    expect(decide(windows).allowed).toBe(allowed);
    expect(decide(windows, automated).allowed).toBe(automatedAllowed);
  });

  test.each<[syncPolicy: object | undefined, sync: string]>([
    [undefined, 'manual'],
    [{}, 'manual'],
    [{ automated: null }, 'manual'],
    [{ automated: { enabled: false } }, 'manual'],
    [{ automated: {} }, 'automated'],
    [{ automated: { enabled: true } }, 'automated'],
  ])('a sync with %j is %s', (syncPolicy, sync) => {
    expect(decide([], { syncPolicy })).toEqual({ allowed: true, sync, blocking: [] });
  });

  test.each<[string, boolean]>([
    ['2026-11-21T11:59:59Z', true],
    ['2026-11-21T12:00:00Z', true],
    ['2026-11-21T12:00:01Z', false],
    ['2026-11-21T15:59:59Z', false],
    ['2026-11-21T16:00:00Z', true],
  ])('a window from 12 to 16 o clock at %s: %s', (now, allowed) => {
    expect(decide([window({})], {}, now).allowed).toBe(allowed);
  });

  test.each<[matching: object, concerned: boolean]>([
    [{ applications: ['guestbook-*'] }, true],
    [{ applications: [], namespaces: ['guest*'] }, true],
    [{ applications: [], clusters: ['eu'] }, true],
    [{ applications: [], clusters: ['https://eu.example.com'] }, false],
    [{ applications: ['other'], clusters: ['us'], namespaces: ['guestbook'] }, true],
    [{ applications: [], clusters: ['us', 'eu'] }, true],
    [{ applications: [], clusters: [''] }, false],
    [{ applications: ['*'], clusters: ['us'], andOperator: true }, false],
    [{ applications: ['*'], andOperator: true }, true],
    [{ applications: [], namespaces: ['*'], andOperator: true }, true],
    [{ applications: ['*'], clusters: ['e?'], namespaces: ['g*'], andOperator: true }, true],
    [{ applications: ['*'], namespaces: ['other'], andOperator: true }, false],
    [{ applications: [], andOperator: true }, false],
    [{ applications: [] }, false],
  ])('%j concerns it: %s', (matching, concerned) => {
    expect(decide([window(matching)]).allowed).toBe(!concerned);
  });

  test('every name matches a star, also one with slashes, and none', () => {
    const destination = { server: 'https://eu.example.com/a/b' };

    expect(decide([window({ applications: [], clusters: ['*'] })], { destination }).allowed).toBe(false);
    expect(decide([window({ applications: [], namespaces: ['*'] })], { destination }).allowed).toBe(false);
    expect(decide([window({ applications: [], namespaces: ['?*'] })], { destination }).allowed).toBe(true);
  });

  test('the server of a destination is matched where it is written', () => {
    const destination = { server: 'https://eu.example.com', namespace: 'guestbook' };

    expect(decide([window({ applications: [], clusters: ['https://*.example.com'] })], { destination }).allowed).toBe(
      false,
    );
  });

  test.each<[timeZone: string, now: string, allowed: boolean]>([
    ['Europe/Berlin', '2026-11-21T11:00:01Z', false],
    ['Europe/Berlin', '2026-11-21T15:00:00Z', true],
    ['Europe/Berlin', '2026-07-21T10:00:01Z', false],
    ['America/New_York', '2026-11-21T17:00:01Z', false],
    ['No/Where', '2026-11-21T12:00:01Z', false],
    ['+02:00', '2026-11-21T12:00:01Z', false],
  ])('12 o clock in %s at %s: %s', (timeZone, now, allowed) => {
    expect(decide([window({ timeZone })], {}, now).allowed).toBe(allowed);
  });

  test('it says which windows forbid it, and until when', () => {
    const found = decide([
      window({ description: 'freeze', timeZone: 'Europe/Berlin' }),
      window({ applications: ['other'] }),
    ]);

    expect(found).toEqual({
      allowed: false,
      sync: 'manual',
      blocking: [
        {
          kind: 'deny',
          schedule: '0 12 * * *',
          duration: '4h',
          timeZone: 'Europe/Berlin',
          manualSync: false,
          description: 'freeze',
        },
      ],
      until: new Date('2026-11-21T15:00:00Z'),
    });
  });

  test.each<[windows: object[], until: string | undefined]>([
    [[window({}), window({ schedule: '0 15 * * *' })], '2026-11-21T19:00:00.000Z'],
    [[window({}), window({ kind: 'allow', schedule: '0 20 * * *' })], '2026-11-21T20:00:01.000Z'],
    [[window({ schedule: '* * * * *' })], undefined],
    [[window({ schedule: '0 0 30 2 *' })], undefined],
  ])('%j: until %s', (windows, until) => {
    expect(decide(windows).until?.toISOString()).toBe(until);
  });

  test('a window that cannot be read stops the Argo Applications that it concerns', () => {
    expect(() => decide([window({ duration: 'long' })])).toThrow(
      expect.objectContaining({
        code: 'ARGOCD_INVALID_WINDOW',
        message: "the duration 'long' of the sync window '0 12 * * *' cannot be read",
        hint: "Write it as Go does: '1h30m'.",
      }),
    );
    expect(() => decide([window({ schedule: '0 12 * *' })])).toThrow(
      expect.objectContaining({ code: 'ARGOCD_INVALID_WINDOW' }),
    );
    expect(decide([window({ duration: 'long', applications: ['other'] })]).allowed).toBe(true);
    expect(decide('nonsense' as never).allowed).toBe(true);
  });
});

describe('forecastWindows', () => {
  const forecast = (windows: readonly object[], spec: object = {}, now = SATURDAY) =>
    forecastWindows(windows, application(spec), new Date(now));
  const LATER = { schedule: '0 20 * * *' };

  test.each([
    { windows: [], active: [], allowed: true },
    { windows: [window({ applications: ['other'] })], active: [], allowed: true },
    { windows: [window({})], active: [true], allowed: false, until: '2026-11-21T16:00:00.000Z' },
    { windows: [window(LATER)], active: [false], allowed: true, closes: '2026-11-21T20:00:01.000Z' },
    { windows: [window({ kind: 'allow' })], active: [true], allowed: true, closes: '2026-11-21T16:00:00.000Z' },
    {
      windows: [window({ kind: 'allow' }), window(LATER)],
      active: [true, false],
      allowed: true,
      closes: '2026-11-21T16:00:00.000Z',
    },
    { windows: [window({ manualSync: true })], active: [true], allowed: true },
    { windows: [window({ schedule: '* * * * *' })], active: [true], allowed: false },
  ])('$windows: allowed $allowed until $until, closes $closes', ({ windows, active, allowed, until, closes }) => {
    const found = forecast(windows);

    expect(found.windows.map((one) => one.active)).toStrictEqual(active);
    expect(found).toMatchObject({ allowed });
    expect([found.until?.toISOString(), found.closes?.toISOString()]).toStrictEqual([until, closes]);
  });

  test('a window that only manual syncs pass closes for automated syncs', () => {
    expect(forecast([window({ ...LATER, manualSync: true })], automated).closes).toEqual(
      new Date('2026-11-21T20:00:01Z'),
    );
  });

  test.each([
    ['it begins in a second', '2026-11-21T20:00:00Z', LATER, '2026-11-21T20:00:01.000Z'],
    ['it begins in this second', '2026-11-21T20:00:00.500Z', LATER, '2026-11-22T00:00:00.000Z'],
    ['it begins by another clock', SATURDAY, { ...LATER, timeZone: 'Europe/Berlin' }, '2026-11-21T19:00:01.000Z'],
    ['it ends by another clock', '2026-11-21T18:00:00Z', { timeZone: 'America/New_York' }, '2026-11-21T21:00:00.000Z'],
  ])('the next change: %s', (_, now, more, next) => {
    const { closes, until } = forecast([window(more)], {}, now);

    expect((closes ?? until)?.toISOString()).toBe(next);
  });

  test('a window without a time zone is one of UTC, and one without a description has none', () => {
    expect(forecast([window({ description: '' })]).windows).toStrictEqual([
      { kind: 'deny', schedule: '0 12 * * *', duration: '4h', timeZone: 'UTC', manualSync: false, active: true },
    ]);
  });
});
