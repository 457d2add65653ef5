import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandWords } from './command-words.js';
import { ROOT } from './documents.js';
import { allTexts, type Text, textsOfSource, VALUE } from './texts.js';

const commands = commandWords();
const everyOption = new Set([...commands.values()].flatMap((options) => [...options]));
const texts = allTexts();

/** Words that follow `gitops` in a sentence and are no command. */
const NO_VERBS = new Set(['and', 'itself']);

/** Options of other programs that texts speak of. */
const OF_OTHERS = new Set([
  // tools/foreign
  '--clone',
  '--folder',
  // the mutation run of CONTRIBUTING
  '--ignore-scripts',
  '--import',
  '--legacy-peer-deps',
  '--no-save',
  ...[
    '--abort',
    '--continue',
    '--depth',
    '--filter',
    '--global',
    '--index-info',
    '--no-filter',
    '--no-verify',
    '--only',
    '--refetch',
    '--symref',
    '--tags',
    '--unshallow',
  ], // git
  ...['--name-template', '--set', '--set-file', '--set-json', '--set-literal', '--set-string', '--untar', '--values'], // helm
  ...['--enable-helm', '--load-restrictor', '--server-side', '--force'], // kustomize, kubectl; tools/build.mjs
  ...['--patch-file', '--type'], // kubectl patch
  ...['--health', '--refresh'], // argocd app
  ...['--omit', '--save-dev', '--slurpfile'], // npm, jq
  ...[
    '--access-scope',
    '--cluster-name',
    '--policy-arn',
    '--principal-arn',
    '--profile',
    '--query',
    '--region',
    '--role',
    '--role-name',
  ], // aws
  ...['--empty-gocache'], // .ci/run
  ...['--fix', '--record'], // npm run lint, npm run test:argocd
  ...['--option', '--verbose'], // examples
]);

/** What looks like an error code and is the name of an environment variable. */
const NO_CODES =
  /^(?:REGISTRY_AUTH_FILE|ARGOCD_APP_NAME|GIT_(?:AUTHOR|COMMITTER|CONFIG|TRACE|INDEX|WORK|COMMON|IMPLICIT|GRAFT|SHALLOW|GLOB|NOGLOB|ICASE|LITERAL|EXTERNAL|DIFF|REFLOG|DEFAULT|SSH)_.*|GIT_(?:PROXY_COMMAND|DEPTH|DIR|PREFIX|NAMESPACE|TRACE))$/;

/** What texts tell to run that does not exist. */
function missingCommands({ place, text }: Text): readonly string[] {
  return [...text.matchAll(/(?<![\w./@:-])gitops ([a-z][a-z-]*)/g)].flatMap(([, verb = '']) =>
    commands.has(verb) || NO_VERBS.has(verb) ? [] : [`${place}: gitops ${verb}`],
  );
}

/** Options that no command has, and those that the command before them has not. */
function missingOptions({ place, text, kind }: Text): readonly string[] {
  // A string that is an option and no sentence is handed to some program, or defines one of ours.
  if (kind === 'string' && /^-/.test(text)) return [];
  const unknown = (text.match(/(?<![\w-])--[a-z][a-z-]*[a-z](?![A-Za-z_])/g) ?? []).filter(
    (option) => !everyOption.has(option) && !OF_OTHERS.has(option),
  );
  const misplaced = [
    ...text.matchAll(/(?<![\w./@:-])gitops ((?:local )?[a-z]+)((?: (?!\||&&|;)[^\s`'"),;]+)*)/g),
  ].flatMap(([, verb = '', rest = '']) => {
    const own = commands.get(verb);
    const named = rest.match(/(?<=\s)--[a-z][a-z-]*[a-z]/g) ?? [];
    return own === undefined
      ? []
      : named
          .filter((option) => !own.has(option) && everyOption.has(option))
          .map((option) => `gitops ${verb} ${option}`);
  });
  return [...unknown, ...misplaced].map((found) => `${place}: ${found}`);
}

const known = new Set(readFileSync(join(ROOT, 'src/errors.ts'), 'utf8').match(/(?<=^ {2}\| ')[A-Z_]+/gm));
const prefixes = [...new Set([...known].map((code) => code.split('_')[0]))].join('|');

function missingCodes({ place, text }: Text): readonly string[] {
  const found = text.match(new RegExp(`(?<![\\w$.{])(?:${prefixes})_[A-Z][A-Z_]+(?![\\w*<{])`, 'g')) ?? [];
  return found.filter((code) => !known.has(code) && !NO_CODES.test(code)).map((code) => `${place}: ${code}`);
}

function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) => heading,
  );
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function missingPages({ place, text }: Text): readonly string[] {
  return [...text.matchAll(/(?<![\w/-])docs\/([\w/-]+\.md)(?:#([\w-]+))?/g)]
    .filter(
      ([, page = '', anchor]) =>
        !existsSync(join(ROOT, 'docs', page)) || (anchor !== undefined && !anchorsOf(`docs/${page}`).has(anchor)),
    )
    .map(([link]) => `${place}: ${link}`);
}

test('every command that a message, a hint, a docstring or a page names exists', () => {
  expect(texts.filter(({ kind }) => kind === 'string').length).toBeGreaterThan(3_000);
  expect(texts.flatMap(missingCommands)).toEqual([]);
});

test('every option that they name exists, and belongs to the command that stands before it', () => {
  expect(texts.filter(({ place }) => !place.startsWith('docs/adr/')).flatMap(missingOptions)).toEqual([]);
});

test('every error code that they name exists', () => {
  expect(known.size).toBeGreaterThan(120);
  expect(texts.flatMap(missingCodes)).toEqual([]);
});

test('every page and heading of docs that they name exists', () => {
  expect(texts.flatMap(missingPages)).toEqual([]);
});

test('nothing is promised of Argo CD that is not so: nobody here starts it or waits for it', () => {
  const promise = /triggers? Argo CD|starts? Argo CD and|waits? for Argo CD/i;
  expect(texts.filter(({ text }) => promise.test(text)).map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

describe('what would be missed otherwise', () => {
  const source = [
    `const hint = \`Run \\\`gitops promote\\\`, or \${x ? 'gitops sync --al' : name} with --frobnicate\`;`,
    "throw new GitopsError('CLUSTER_GONE', 'a' + ' with WORKFLOW_NOTHING_AT_ALL');",
    '/** See docs/nowhere.md, docs/sync.md#no-such-heading and `gitops history --takeover`. */',
    "export const x = 'gitops diff --commit';",
  ].join('\n');
  const found = textsOfSource('planted.ts', source);

  test('is found in strings, template strings, added strings and comments', () => {
    expect(found.map(({ text }) => text)).toContain(`Run \`gitops promote\`, or ${VALUE} with --frobnicate`);
    expect(found.flatMap(missingCommands)).toEqual(['planted.ts:1: gitops promote']);
    expect(found.flatMap(missingOptions)).toEqual([
      'planted.ts:1: --frobnicate',
      'planted.ts:1: --al',
      'planted.ts:3: gitops history --takeover',
      'planted.ts:4: gitops diff --commit',
    ]);
    expect(found.flatMap(missingCodes)).toEqual(['planted.ts:2: WORKFLOW_NOTHING_AT_ALL']);
    expect(found.flatMap(missingPages)).toEqual([
      'planted.ts:3: docs/nowhere.md',
      'planted.ts:3: docs/sync.md#no-such-heading',
    ]);
  });
});
