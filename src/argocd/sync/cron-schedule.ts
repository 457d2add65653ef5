import { GitopsError } from '../../errors.js';
import { isTimeZone } from '../is-time-zone.js';
import { timeZoneOffset } from './time-zone-offset.js';

/** A schedule with a resolution of one minute, in the time zone of its expression. */
export interface CronSchedule {
  /**
   * The next time after a moment, to the second. Undefined when there is none within five years, as for the
   * 30th of February.
   */
  next(after: Date): Date | undefined;
}

interface Field {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minute', lowest: 0, highest: 59 },
  { name: 'hour', lowest: 0, highest: 23 },
  { name: 'day of the month', lowest: 1, highest: 31 },
  { name: 'month', lowest: 1, highest: 12, names: MONTHS },
  { name: 'day of the week', lowest: 0, highest: 6, names: DAYS },
];
const YEARS = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Reads a cron expression of five fields as the library of Argo CD's sync windows does. It accepts names of
 * months and days, `?` as `*`, `N/step` to the end of the range, and Sunday only as 0. When neither the day
 * of the month nor the day of the week is `*`, one of them has to match. Times are UTC, or in the zone before
 * the fields (`TZ=Europe/Berlin `).
 *
 * @throws GitopsError ARGOCD_INVALID_WINDOW
 * @see https://pkg.go.dev/github.com/robfig/cron/v3
 */
export function parseCron(expression: string): CronSchedule {
  const [, timeZone, fields = ''] = /^(?:CRON_)?TZ=(\S*) (.*)$/s.exec(expression) ?? [];
  if (timeZone === undefined) return parseFields(expression);
  if (!isTimeZone(timeZone)) throw invalidError(expression, `'${timeZone}' is not a time zone`);
  const schedule = parseFields(fields);
  const offsetAt = (time: number) => timeZoneOffset(timeZone, new Date(time));
  return {
    next: (after) => {
      const offset = offsetAt(after.getTime());
      const time = schedule.next(new Date(after.getTime() + offset))?.getTime();
      // The clock may have been set until then.
      return time === undefined ? undefined : new Date(time - offsetAt(time - offset));
    },
  };
}

function parseFields(expression: string): CronSchedule {
  const parts = expression.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length)
    throw invalidError(expression, `it has ${parts.length} fields, not ${FIELDS.length}`);
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    readField(parts[index]!, field, expression),
  ) as [Values, Values, Values, Values, Values];
  const isDay = (time: Date): boolean => {
    const byMonth = days.has(time.getUTCDate());
    const byWeek = weekdays.has(time.getUTCDay());
    return days.isAny || weekdays.isAny ? byMonth && byWeek : byMonth || byWeek;
  };
  return {
    next: (after) => {
      const first = Math.floor(after.getTime() / 1_000) * 1_000 + 1_000;
      const end = Date.UTC(after.getUTCFullYear() + YEARS + 1, 0, 1);
      let time = Math.ceil(first / MINUTE_MS) * MINUTE_MS;
      while (time < end) {
        const date = new Date(time);
        if (!months.has(date.getUTCMonth() + 1)) time = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
        else if (!isDay(date)) time = floor(time, DAY_MS) + DAY_MS;
        else if (!hours.has(date.getUTCHours())) time = floor(time, HOUR_MS) + HOUR_MS;
        else if (!minutes.has(date.getUTCMinutes())) time += MINUTE_MS;
        else return date;
      }
      return undefined;
    },
  };
}

interface Values {
  has(value: number): boolean;
  /** True for `*` and `?`, which do not restrict the field. */
  readonly isAny: boolean;
}

function readField(text: string, field: Field, expression: string): Values {
  const ranges = text
    .split(',')
    .filter((range) => range !== '')
    .map((range) => readRange(range, field, expression));
  const values = new Set(ranges.flatMap((range) => range.values));
  return { has: (value) => values.has(value), isAny: ranges.some(({ isAny }) => isAny) };
}

function readRange(
  text: string,
  field: Field,
  expression: string,
): { readonly values: readonly number[]; readonly isAny: boolean } {
  const wrong = (reason: string) => invalidError(expression, `'${text}' as ${field.name}: ${reason}`);
  const number = (part: string) => {
    const named = field.names?.indexOf(part.toLowerCase()) ?? -1;
    if (named >= 0) return named + field.lowest;
    if (!/^\+?\d+$/.test(part)) throw wrong(`'${part}' is not a number`);
    return Number(part);
  };
  const [range = '', step, ...tooMany] = text.split('/');
  const [low = '', high, ...more] = range.split('-');
  // Like that library, it does not look at what a `*` ends with.
  const isStar = low === '*' || low === '?';
  if (tooMany.length > 0 || (more.length > 0 && !isStar)) throw wrong('too many parts');
  const start = isStar ? field.lowest : number(low);
  const stepped = step === undefined ? 1 : Number(/^\+?\d+$/.test(step) ? step : Number.NaN);
  const isOpen = isStar || (high === undefined && step !== undefined);
  const end = isOpen ? field.highest : number(high ?? low);
  if (!(stepped > 0)) throw wrong('the step is not a positive number');
  if (start < field.lowest || end > field.highest || start > end)
    throw wrong(`it is not within ${field.lowest} and ${field.highest}`);
  const values = Array.from({ length: Math.floor((end - start) / stepped) + 1 }, (_, index) => start + index * stepped);
  return { values, isAny: isStar && stepped === 1 };
}

function floor(time: number, unit: number): number {
  return Math.floor(time / unit) * unit;
}

function invalidError(expression: string, reason: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_WINDOW', `the schedule '${expression}' cannot be read: ${reason}`, {
    hint: "Write five fields (minute, hour, day, month, weekday), such as '0 22 * * 1-5'; a time zone goes into timeZone.",
  });
}
