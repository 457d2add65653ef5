import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePattern, type Verdict } from './patterns/judge-pattern.js';
import { type Pattern, patternsIn } from './patterns/patterns-in.js';

/**
 * Digests of the patterns that were proved before, because a proof takes up to a minute. It saves time and
 * grants nothing: a pattern that is not in it is judged by the test. `UPDATE_GOLDEN=1` adds what
 * is new and leaves out what is gone.
 */
const PROVED = 'test/package/patterns/proved.json';
const UPDATES = process.env['UPDATE_GOLDEN'] !== undefined;

/** Patterns that are slow over long texts, or whose speed nobody can prove, and why no long text meets them. */
const SHORT_TEXTS: Readonly<Record<string, string>> = {
  'src/argocd/application/tracking-settings.ts /[^a-zA-Z0-9]+$/': 'the text was cut to 63 characters before',
  'src/argocd/go-duration.ts /([\\d.]+)(ns|us|µs|μs|ms|s|m|h)/g': 'the line before has checked the text as a whole',
  'src/argocd/set/generators/normalize-name.ts /^[-.]+|[-.]+$/g': 'the text was cut before',
  'src/cli/verbs/init/init-repository.ts /^-+|-+$/g': 'the text was cut to 50 characters before',
  'src/cli/input/options/duration.ts /(\\d+(?:\\.\\d+)?)(ms|s|m|h)/g': 'an option of the operator',
  'src/cli/usage-error.ts /\\(Did you mean (.*)\\?\\)/': 'arguments of the operator',
  'src/cli/loading/explain-load-error.ts /^\\s+at (?:.* \\()?(.+?):(\\d+):(\\d+)\\)?$/':
    'a line of a stack of the TypeScript that runs here',
  'src/host/address.ts /(?<![\\w.~-])([\\w.~-]+):[^\\s:/@\'"`]+@(?=(?!sha\\d+:)[\\w.-]+:)/g':
    'no proof knows it; each part ends where the next begins, and test/manifest/mask-in-linear-time measures it',
  'src/local-cluster/provision/explain-go-failure.ts /module lookup disabled by GOPROXY|refusing to pass credentials|dial tcp|proxyconnect|no such host|connection re(?:fused|set)|i\\/o timeout|TLS handshake timeout|(?:unexpected )?EOF$|: (?:40[0-79]|410|429|5\\d\\d) [A-Z]|lookup .* (?:server misbehaving|no such)/':
    'a line of what the go command says',
  'src/model/call-site.ts /\\(?((?:file:\\/\\/)?[^()\\s][^()]*?):(\\d+):(\\d+)\\)?$/':
    'a line of a stack of the TypeScript that runs here',
  'src/model/call-site.ts /\\?[^/]*$/': 'a line of a stack of the TypeScript that runs here',
};

/** Files that put patterns together, and why those are linear, or what bounds them. */
const MADE: Readonly<Record<string, string>> = {
  'src/argocd/project/project-rules.ts': 'an expression of an AppProject: expressionTests ends it after 200 ms',
  'src/argocd/project/project-words.ts': 'only compiled, to see whether it can be read',
  'src/argocd/set/generators/recorded-parameters.ts': 'words of this file, anchored at both ends',
  'src/argocd/versions/constraint.ts': 'the text has at most 1,000 characters and no two spaces in a row',
  'src/cli/terminal/guard-terminal.ts': 'words of this file, anchored at both ends',
  'src/cli/terminal/harmless.ts': 'a list of short texts',
  'src/cluster/objects/conflict-rules.ts': 'a quoted path; each bracket is read in one way',
  'src/local-cluster/provision/official-files.ts': 'a release note whose origin is pinned',
  'src/manifest/line-of-steps.ts': 'a quoted key, and white space once',
  'src/manifest/to-json.ts': 'a mark that nobody can have written',
  'src/manifest/write-yaml.ts': 'a mark that nobody can have written',
  'src/render/resources/settings-in-values.ts': 'white space once at each end of a line',
  'src/synth/overlays/image-entries.ts': 'written by the TypeScript that runs here',
  'src/synth/overlays/patch-entry.ts': 'written by the TypeScript that runs here',
  'src/workflow/check.ts': 'a quoted name, and white space once',
};

const PLANTED: readonly (readonly [source: string, flags: string, verdict: Verdict])[] = [
  ['^(a+)+$', '', 'slow'],
  ['\\s+$', '', 'slow'],
  ['\\/+$', '', 'slow'],
  ['Did you mean (.*)\\?', '', 'slow'],
  ['PASS\\w*:', 'i', 'slow'],
  ['(?<![a-z])[a-z]+:', '', 'linear'],
  ['^[a-z]+:', 'i', 'linear'],
  ['"(?:[^"\\\\]|\\\\[\\s\\S])*(?:"|\\\\?$)', 'g', 'linear'],
];

test.each(PLANTED)('planted: /%s/%s is %s', (source, flags, verdict) => {
  expect(judgePattern(source, flags, 20_000)).toBe(verdict);
});

test.each([
  ['const a = /x/g;', ['/x/g']],
  ['const a = new RegExp(text);', ['new RegExp(text)']],
  ["const a = RegExp('x');", ["RegExp('x')"]],
  ['const a = text.replace(/\\/+$/, "");', ['/\\/+$/']],
  ['const a = b / c / d;', []],
])('planted: the patterns of %s', (code, texts) => {
  expect(patternsIn('a.ts', code).map(({ text }) => text)).toEqual(texts);
});

describe('every pattern of src', () => {
  const all = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', name))
    .sort()
    .flatMap((file) => patternsIn(file, readFileSync(file, 'utf8')).map((pattern) => ({ file, ...pattern })));
  const nameOf = ({ file, text }: { readonly file: string } & Pattern) => `${file} ${text}`;

  test('takes linear time, or only short texts meet it', () => {
    const used = new Set(all.map(({ text }) => digestOf(text)));
    const before = JSON.parse(readFileSync(PROVED, 'utf8')) as readonly string[];
    const proved = new Set(before.filter((digest) => used.has(digest)));
    const literals = all.filter((one) => one.literal !== undefined && !Object.hasOwn(SHORT_TEXTS, nameOf(one)));
    const slow = literals.flatMap(({ file, line, text, literal: { source = '', flags = '' } = {} }) => {
      const digest = digestOf(text);
      if (proved.has(digest)) return [];
      const verdict = judgePattern(source, flags, UPDATES ? 60_000 : 20_000);
      if (verdict === 'linear') proved.add(digest);
      return verdict === 'linear' ? [] : [`${file}:${line} ${text} is ${verdict}`];
    });
    if (UPDATES) writeFileSync(PROVED, `${JSON.stringify([...proved].sort(), undefined, 1)}\n`);

    expect(literals.length).toBeGreaterThan(500);
    expect(slow).toEqual([]);
  });

  test('that is put together while the program runs has a reason to be linear, and no reason is left over', () => {
    const made = new Set(all.filter(({ literal }) => literal === undefined).map(({ file }) => file));
    expect([...made].sort()).toEqual(Object.keys(MADE).sort());
    const names = new Set(all.map(nameOf));
    expect(Object.keys(SHORT_TEXTS).filter((name) => !names.has(name))).toEqual([]);
  });
});

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
