import { readFileSync, writeFileSync } from 'node:fs';
import { generateOutputSchema } from '../../helpers/generate-output-schema.js';

const FILE = 'docs/output-schema/v1.schema.json';

interface Definition {
  readonly description?: string;
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>;
}

const definitions = (): Readonly<Record<string, Definition>> =>
  (JSON.parse(readFileSync(FILE, 'utf8')) as { readonly $defs: Readonly<Record<string, Definition>> }).$defs;

test('the published schema is what the types say; UPDATE_GOLDEN=1 rewrites it', () => {
  const generated = generateOutputSchema();

  if (process.env['UPDATE_GOLDEN']) writeFileSync(FILE, generated);
  expect(readFileSync(FILE, 'utf8')).toBe(generated);
});

test('every type in it says what it is', () => {
  expect(Object.entries(definitions()).filter(([, { description = '' }]) => description === '')).toEqual([]);
});

test('what a type does not name is refused, but for objects of Kubernetes and options as text', () => {
  const open = Object.entries(definitions()).filter(([, one]) => (one.additionalProperties ?? false) !== false);

  expect(open.map(([name]) => name)).toEqual(['FiledOptions', 'RenderedObject']);
});
