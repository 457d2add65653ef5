import { GitopsError } from '../../errors.js';
import { textOf, textsOf } from '../../manifest/untyped.js';
import { parseGoDuration } from '../go-duration.js';
import { isTimeZone } from '../is-time-zone.js';
import { meantWord } from '../meant-word.js';
import { parseCron } from '../sync/cron-schedule.js';
import type { WordProblem } from '../word-problem.js';

const KINDS = ['allow', 'deny'];
const LONGEST_DESCRIPTION = 255;

/**
 * The reasons for which Argo CD refuses a sync window, and a time zone that Argo CD reads as UTC. Pure.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/pkg/apis/application/v1alpha1/types.go
 * `SyncWindow.Validate`
 */
export function windowWords(window: Readonly<Record<string, unknown>>, where: string): readonly WordProblem[] {
  const field = (name: string) => textOf(window[name]);
  const told = (level: WordProblem['level'], name: string, message: string, hint: string): WordProblem => ({
    level,
    where: name === '' ? where : `${where}.${name}`,
    message,
    hint,
  });
  const kind = field('kind');
  const duration = field('duration');
  const timeZone = field('timeZone');
  const isEmpty = ['applications', 'namespaces', 'clusters'].every((name) => textsOf(window[name]).length === 0);
  const schedule = scheduleProblem(field('schedule'));
  return [
    ...(KINDS.includes(kind)
      ? []
      : [
          told(
            'error',
            'kind',
            `is '${kind}', which is neither allow nor deny: it has no effect`,
            meantWord(kind, KINDS),
          ),
        ]),
    ...(schedule === undefined ? [] : [told('error', 'schedule', schedule.message, schedule.hint ?? '')]),
    ...(parseGoDuration(duration) === undefined
      ? [
          told(
            'error',
            'duration',
            `is '${duration}', which is not a duration: nothing that it concerns is synced`,
            "Write it as '1h30m'.",
          ),
        ]
      : []),
    ...(isTimeZone(timeZone)
      ? []
      : [
          told(
            'warning',
            'timeZone',
            `is '${timeZone}', which is not a time zone: it counts as UTC`,
            "Write it as 'Europe/Berlin'.",
          ),
        ]),
    ...(isEmpty
      ? [
          told(
            'error',
            '',
            'concerns nothing',
            "Give it applications, namespaces or clusters, such as applications: ['*'].",
          ),
        ]
      : []),
    ...(Buffer.byteLength(field('description')) > LONGEST_DESCRIPTION
      ? [told('error', 'description', `is longer than ${LONGEST_DESCRIPTION} characters`, 'Shorten it.')]
      : []),
  ];
}

function scheduleProblem(schedule: string): GitopsError | undefined {
  try {
    parseCron(schedule);
    return undefined;
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}
