import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './documents.js';
import { textOf } from './pages.js';

/** What stands for the placeholders of a recipe: the two that were added last. */
const LAST_TWO: Readonly<Record<string, readonly [string, string]>> = {
  verb: ['orphans', 'windows'],
  options: ['hooks', 'ownership'],
  name: ['app-project', 'sync-policy'],
  group: ['leader-worker-set', 'vault-secrets'],
  task: ['check', 'pipelines'],
};

interface Recipe {
  readonly title: string;
  readonly text: string;
}

function recipesOf(page: string): readonly Recipe[] {
  const section = page.split('\n## Recipes\n')[1]?.split('\n## ')[0] ?? '';
  return section
    .split(/^- (?=\*\*)/m)
    .slice(1)
    .map((text) => ({ title: /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? '', text: text.replaceAll(/\s+/g, ' ') }));
}

/** The paths between backticks, also those in commands; a bare file stands in the folder named before it. */
function pathsOf({ text }: Recipe): readonly string[] {
  let folder = '';
  return [...text.matchAll(/`([^`]+)`/g)]
    .flatMap(([, code = '']) => code.split(' '))
    .filter((word) => /^[\w.<>-]+\/[\w./<>-]*$|^[\w.<>-]+\.(ts|mjs|md|json)$/.test(word))
    .map((word) => {
      const path = word.includes('/') || existsSync(join(ROOT, word)) ? word : `${folder}${word}`;
      if (word.endsWith('/')) folder = word;
      return path;
    });
}

/** A path for each value of the placeholder in it. */
function filled(path: string): readonly string[] {
  const name = /<(\w+)>/.exec(path)?.[1];
  if (name === undefined) return [path];
  return (LAST_TWO[name] ?? [`unknown placeholder <${name}>`]).map((value) => path.replaceAll(`<${name}>`, value));
}

const missing = (recipe: Recipe) =>
  pathsOf(recipe)
    .flatMap(filled)
    .filter((path) => !existsSync(join(ROOT, path)));

const recipes = recipesOf(textOf('CONTRIBUTING.md'));

test('CONTRIBUTING has its recipes', () => {
  expect(recipes.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'Add a construct',
      'Add a health rule',
      'Add a command',
      'Add an option of a command',
      'Add a sync option of Argo CD',
    ]),
  );
  expect(recipes.flatMap(pathsOf).length).toBeGreaterThan(25);
});

test.each(recipes)('$title: every file that it names exists, for the last two that were added', (recipe) => {
  expect(missing(recipe)).toEqual([]);
});

test('a file that does not exist is told, in a command, behind a placeholder and in the folder before', () => {
  const text =
    '`src/cli/verbs/<verb>/` (`<verb>-parses.ts`), `npm test -- test/gone.test.ts`, `src/cli/program.ts`, `src/<other>.ts`';

  expect(missing({ title: 'wrong', text })).toEqual([
    'src/cli/verbs/orphans/orphans-parses.ts',
    'src/cli/verbs/windows/windows-parses.ts',
    'test/gone.test.ts',
    'src/unknown placeholder <other>.ts',
  ]);
});
