import { documents, filesBelow } from './documents.js';
import { textOf, withoutCode } from './pages.js';
import { textsOfSource } from './texts.js';

const pages = documents().filter((page) => !page.startsWith('templates/'));
/** Made from the help and the error codes. */
const REFERENCE = /^docs\/(?:cli|errors)\.md/;
/** Folders of the sources whose comments, errors, hints and help texts keep the rules of the pages. */
const FOLDERS = [
  'argocd',
  'cli',
  'cluster',
  'engines',
  'files',
  'git',
  'host',
  'local-cluster',
  'manifest',
  'model',
  'registry',
  'render',
  'synth',
  'workflow',
];
/** Characters in a line of text; rows of tables cannot be wrapped. */
const WIDTH = 110;

/** Words of ours that a reader has to guess, and what people of the field write. */
const RIDDLES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:told|tells?)\b/i, 'reported, says, shows'],
  [/\bmend(?:s|ed)?\b/i, 'fix, correct'],
  [/\b(?:stands?|stood)\b/i, 'is, applies, represents'],
  [/\bbeside\b/i, 'next to, also'],
  [/\b(?:goes|go|went) on\b/, 'continues'],
  [/\b(?:yields|yielded)\b/i, 'generates, gives'],
  [/\banew\b/i, 'again, recreated'],
  [/\b(?:lest|whoever)\b/i, 'so that not, any user who'],
  [/\bunder way\b/i, 'in progress'],
  [/\blets? go of\b/i, 'releases'],
  [/(?<!\bthere )\b(?:is|are|was) no (?!longer\b|more\b)/i, 'is not, there is no'],
];

interface Line {
  readonly place: string;
  readonly text: string;
}

/** Lines of a page without code blocks and without code in backticks. */
function proseOf(page: string): readonly Line[] {
  return withoutCode(textOf(page))
    .split('\n')
    .map((text, index) => ({ place: `${page}:${index + 1}`, text }));
}

function riddlesIn({ place, text }: Line): readonly string[] {
  const words = text.replace(/`[^`]*`/g, '`…`');
  return RIDDLES.flatMap(([riddle, plain]) => {
    const found = riddle.exec(words);
    return found === null ? [] : [`${place}: '${found[0].trim()}', write: ${plain}`];
  });
}

/** The examples of what not to write. */
const isPair = ({ place, text }: Line) => place.startsWith('CONTRIBUTING.md') && text.startsWith('| ');

test('pages use the words of the field', () => {
  const lines = pages.flatMap(proseOf).filter((line) => !isPair(line));

  expect(lines.length).toBeGreaterThan(1_500);
  expect(lines.flatMap(riddlesIn)).toEqual([]);
});

test.each(FOLDERS)('comments, errors, hints and help texts of src/%s use the words of the field', (folder) => {
  const texts = filesBelow(`src/${folder}`, '.ts')
    .flatMap((file) => textsOfSource(file))
    // One word is a value or a name, and not a sentence.
    .filter(({ text }) => /\s/.test(text.trim()))
    .map(({ place, text }) => ({ place, text: text.replace(/@param \w+/g, '').replace(/\s+/g, ' ') }));

  expect(texts.length).toBeGreaterThan(10);
  expect(texts.flatMap(riddlesIn)).toEqual([]);
});

test.each([
  ['It is told as a warning.', ["a.md:1: 'told', write: reported, says, shows"]],
  ['That is no drift.', ["a.md:1: 'is no', write: is not, there is no"]],
  ['There is no drift, and the file is no longer there; `is no` and `told` are code.', []],
])('a riddle is found in prose: %s', (text, found) => {
  expect(riddlesIn({ place: 'a.md:1', text })).toEqual(found);
});

test(`text is at most ${WIDTH} columns wide`, () => {
  const wide = pages
    .filter((page) => !REFERENCE.test(page))
    .flatMap(proseOf)
    .filter(({ text }) => [...text].length > WIDTH && !/^ *\||^#|^\S*\]\(|^.{0,9}https?:\S+$/.test(text))
    .map(({ place, text }) => `${place}: ${[...text].length}`);

  expect(wide).toEqual([]);
});

test('README fits two screens, and the change log a page', () => {
  const readme = textOf('README.md').split('\n');

  expect(readme.filter((line) => [...line].length > WIDTH)).toEqual([]);
  expect(readme.length).toBeLessThanOrEqual(110);
  expect(textOf('CHANGELOG.md').split('\n').length).toBeLessThanOrEqual(70);
});

test('a page begins with what it is for and the shortest example', () => {
  const starts = pages
    .filter((page) => /^docs\/(?!README)[^/]+\.md$/.test(page) && !REFERENCE.test(page))
    .map((page) => ({ page, start: textOf(page).split(/^## /m)[0] ?? '' }));

  expect(starts.length).toBeGreaterThan(20);
  expect(
    starts
      .filter(({ start }) => !/^# .+\n\n[A-Z`*].{40,}/.test(start) || !/^```(?:sh|yaml)\n/m.test(start))
      .map(({ page }) => page),
  ).toEqual([]);
});
