/** Milliseconds by which the clock of a time zone is ahead of UTC at a moment; 0 for an unknown time zone. */
export function timeZoneOffset(timeZone: string, now: Date): number {
  if (!/^[A-Za-z]/.test(timeZone)) return 0;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
    const clock = Date.UTC(
      part['year']!,
      part['month']! - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    );
    return clock - Math.floor(now.getTime() / 1_000) * 1_000;
  } catch {
    return 0;
  }
}
