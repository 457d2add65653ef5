import { readFileSync } from 'node:fs';
import { projectWords } from '../../../src/argocd/project/project-words.js';
import { hookOf } from '../../../src/argocd/sync/hooks.js';
import { metadataWords } from '../../../src/argocd/sync/metadata-words.js';
import { retryDuration } from '../../../src/argocd/sync/retry-duration.js';
import { waveOf } from '../../../src/argocd/sync/waves.js';

/** Answers of Argo CD 3.2.11's own code: `tools/project-rules/record.sh`. */
interface Answers {
  readonly projects: readonly { readonly spec: object; readonly refusal: string; readonly readable: boolean }[];
  readonly objects: readonly {
    readonly annotations: Readonly<Record<string, string>>;
    readonly hook: boolean;
    readonly skipped: boolean;
    readonly types: number;
    readonly wave: number;
  }[];
  readonly retries: readonly { readonly duration: string; readonly refused: boolean }[];
}

const ANSWERS = JSON.parse(readFileSync(new URL('argocd-answers.json', import.meta.url), 'utf8')) as Answers;
const words = (spec: object) => projectWords({ metadata: { name: 'shop' }, spec: spec as never });
/** Argo CD takes these in silence. */
const SILENT = /is not a time zone|permits nothing/;

describe('as Argo CD 3.2.11 judges', () => {
  test.each(ANSWERS.projects.map(({ spec, ...answer }) => [JSON.stringify(spec), spec, answer] as const))(
    'the project %s',
    (_, spec, { refusal, readable }) => {
      const told = words(spec).filter(({ message }) => !SILENT.test(message));

      expect(told.length > 0).toBe(refusal !== '');
      // What stops all roles is never a mere warning.
      if (!readable) expect(told.map(({ level }) => level)).toContain('error');
      if (told.some(({ message }) => message.includes('reads no role'))) expect(readable).toBe(false);
    },
  );

  test.each(
    ANSWERS.objects.map(({ annotations, ...answer }) => [JSON.stringify(annotations), annotations, answer] as const),
  )('the object with %s', (_, annotations, { hook, skipped, types, wave }) => {
    const object = { kind: 'Job', metadata: { name: 'a', annotations } };
    const isIgnored = skipped || (hook && types === 0);

    expect(waveOf(object)).toBe(wave);
    expect(hookOf(object) === 'none').toBe(!hook && !skipped);
    // Another part of Argo CD runs those of a deletion.
    if (!/P(re|ost)Delete/.test(JSON.stringify(annotations))) expect(hookOf(object) === 'ignored').toBe(isIgnored);
    const isMeant = /Skip|test|rollback|P(re|ost)Delete|hook":""/.test(JSON.stringify(annotations));
    if (isIgnored && !isMeant) expect(metadataWords(object)).not.toEqual([]);
  });

  test.each(ANSWERS.retries.filter(({ duration }) => duration !== ''))(
    'the duration $duration',
    ({ duration, refused }) => {
      expect(retryDuration(duration) === undefined).toBe(refused);
    },
  );
});

test.each<[spec: object, level: string, where: string, message: string, hint: string]>([
  [
    { roles: [{ name: 'dev', policies: ['p, proj:shop:dev, aplications, get, shop/*, allow'] }] },
    'error',
    'spec.roles[0].policies[0]',
    "has the resource 'aplications', which no role of a project has",
    "Did you mean 'applications'?",
  ],
  [
    { roles: [{ name: 'dev', policies: ['p, proj:shop:dev, applications, snyc, shop/*, allow'] }] },
    'error',
    'spec.roles[0].policies[0]',
    "has the action 'snyc', which does not exist",
    'Known: get,',
  ],
  [
    { roles: [{ name: 'dev', policies: ['p, proj:shop:dve, applications, get, shop/*, allow'] }] },
    'error',
    'spec.roles[0].policies[0]',
    "is for 'proj:shop:dve' and not for the role 'proj:shop:dev'",
    "Write 'proj:shop:dev'.",
  ],
  [
    { roles: [{ name: 'dev', policies: ['g, team, proj:shop:dev'] }] },
    'warning',
    'spec.roles[0].policies[0]',
    'is a group and no policy',
    "Give the group in 'groups' of the role.",
  ],
  [
    { syncWindows: [{ kind: 'alow', schedule: '0 22 * * *', duration: '1h', applications: ['*'] }] },
    'error',
    'spec.syncWindows[0].kind',
    "is 'alow', which is neither allow nor deny: it has no effect",
    "Did you mean 'allow'?",
  ],
  [
    { syncWindows: [{ kind: 'deny', schedule: '0 22 * *', duration: '1h', applications: ['*'] }] },
    'error',
    'spec.syncWindows[0].schedule',
    "the schedule '0 22 * *' cannot be read: it has 4 fields, not 5",
    'Write five fields',
  ],
  [
    {
      syncWindows: [
        { kind: 'deny', schedule: '0 22 * * *', duration: '1h', timeZone: 'Europe/Berln', clusters: ['a'] },
      ],
    },
    'warning',
    'spec.syncWindows[0].timeZone',
    "is 'Europe/Berln', which is not a time zone: it counts as UTC",
    'Write it as',
  ],
  [{ sourceRepos: ['a', 'a'] }, 'warning', 'spec.sourceRepos[1]', "is there twice, 'a'", 'Remove one'],
  [
    { sourceNamespaces: ['/[/'] },
    'warning',
    'spec.sourceNamespaces[0]',
    'it permits nothing',
    'Correct the expression.',
  ],
])('%j', (spec, level, where, message, hint) => {
  expect(words(spec)).toEqual([
    { level, where, message: expect.stringContaining(message), hint: expect.stringContaining(hint) },
  ]);
});
