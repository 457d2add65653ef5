import { readdirSync, readFileSync } from 'node:fs';
import { describeEvent } from '../../../src/cli/reports/describe-event.js';
import { inLines } from '../../../src/cli/terminal/in-lines.js';
import { styleFor } from '../../../src/cli/terminal/style.js';

// Every text of every result, as the published schema names them, is given a line break: no line is forged.

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const SCHEMA = JSON.parse(readFileSync('docs/output-schema/v1.schema.json', 'utf8')) as {
  readonly $defs: Readonly<Record<string, Schema>>;
};
const BREAK = 'broken\n::error::forged';
const style = styleFor(false);

type Place = readonly (string | number)[];
type Text = (result: never) => string;

/** A value with every field, and the places of its texts. `variant` chooses among enums and alternatives. */
function sampleOf(schema: Schema, variant: number, place: Place, texts: Place[]): unknown {
  const choose = <T>(all: readonly T[]): T => all[variant % all.length]!;
  if (schema.$ref) return sampleOf(SCHEMA.$defs[schema.$ref.split('/').pop()!]!, variant, place, texts);
  if ('const' in schema) return schema.const;
  if (schema.enum) return choose(schema.enum);
  if (schema.anyOf) return sampleOf(choose(schema.anyOf), variant, place, texts);
  if (schema.items) return [sampleOf(schema.items, variant, [...place, 0], texts)];
  if (schema.type === 'boolean') return variant % 2 === 0;
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  if (schema.type === 'string') {
    texts.push(place);
    return `plain ${place.join('.')}`;
  }
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([name, one]) => [name, sampleOf(one, variant, [...place, name], texts)]));
}

function withText(value: unknown, [first, ...rest]: Place, text: string): unknown {
  if (first === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? withText(item, rest, text) : item));
  const fields = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(fields.map(([name, item]) => [name, name === first ? withText(item, rest, text) : item]));
}

const FOLDER = 'src/cli/verbs';
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-text.ts'));

/** The text of a result, as its verb makes it, and the name of the result. */
async function textOf(file: string): Promise<readonly [string, Text]> {
  const verb = file.replace(/^.*\/|-text\.ts$/g, '');
  const all: Readonly<Record<string, unknown>> = await import(`../../../${FOLDER}/${file.replace(/ts$/, 'js')}`);
  const make = all[`${verb}Text`] as (result: never, ...rest: readonly unknown[]) => string;
  const rest: Readonly<Record<string, unknown>> = {
    synth: { check: false, style },
    init: { folder: 'folder', isRepository: true },
  };
  return [`${verb[0]!.toUpperCase()}${verb.slice(1)}Result`, (result) => make(result, rest[verb] ?? style)];
}

/** The lines that the break began: those of a sentence or a diff are indented deeper. */
function forged(text: string, deepest = 8): readonly string[] {
  return text.split('\n').filter((line) => /^\s*: ?:error/.test(line) && line.search(/\S/) <= deepest);
}

test('every verb with a text is looked at', () => {
  expect(FILES.length).toBeGreaterThan(13);
});

test.each(FILES)('%s', async (file) => {
  const [name, text] = await textOf(file);
  let looked = 0;
  for (let variant = 0; variant < 8; variant += 1) {
    const texts: Place[] = [];
    const result = sampleOf(SCHEMA.$defs[name]!, variant, [], texts);
    const plain = text(result as never);
    for (const place of texts) {
      const broken = text(withText(result, place, BREAK) as never);
      looked += broken === plain ? 0 : 1;
      const deepest = place.at(-1) === 'text' ? 0 : undefined;
      expect([place.join('.'), ...forged(broken, deepest)]).toEqual([place.join('.')]);
    }
  }
  expect(looked).toBeGreaterThan(0);
});

test('events', () => {
  const { anyOf = [] } = SCHEMA.$defs['SyncEvent']!;
  for (const event of anyOf) {
    const texts: Place[] = [];
    const plain = sampleOf(event, 0, [], texts);
    for (const place of texts) {
      const line = describeEvent(inLines(withText(plain, place, BREAK)) as never, style) ?? '';
      expect(forged(line)).toEqual([]);
    }
  }
});

test('sentences keep their lines, indented; a diff stays as it is; the rest has one line', () => {
  expect(
    inLines({ name: 'a\nb', message: 'a\nb', list: ['a\r\nb'], text: '+a\n-b', number: 1, none: undefined }),
  ).toEqual({
    name: 'a\\nb',
    message: 'a\n           b',
    list: ['a\\r\\nb'],
    text: '+a\n-b',
    number: 1,
    none: undefined,
  });
});
