import { createGenerator } from 'ts-json-schema-generator';

type Schema = Readonly<Record<string, unknown>>;

/** Where the types of all documents meet, and that of plan files. */
const TYPES = 'src/{cli/reports/output-document,workflow/plan-files/plan-file}.ts';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The JSON Schema of everything that `--output json` prints, and of plan files, from their types: what a type
 * does not name is refused, descriptions are the doc comments.
 */
export function generateOutputSchema(): string {
  const generator = createGenerator({
    path: TYPES,
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    sortProps: false,
    encodeRefs: false,
  });
  const { definitions } = attempt(() => generator.createSchema(['OutputDocument', 'PlanFile']));
  const { OutputDocument: document, ...types } = definitions as Readonly<Record<string, Schema>>;
  const $defs = Object.fromEntries(Object.entries(types).sort(([left], [right]) => (left < right ? -1 : 1)));
  const schema = { $schema: DIALECT, title: 'One line of `gitops … --output json`', ...document, $defs };
  return `${JSON.stringify(published(schema), null, 2)}\n`;
}

/** The generator's own error holds syntax trees, which jest cannot write into its results. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const place = (error as { readonly diagnostic?: { readonly file?: { readonly fileName: string } } }).diagnostic;
    throw new Error(`no schema can be made of a type in '${place?.file?.fileName}': ${String(error)}`);
  }
}

/** Numbers are whole, but for durations; definitions stand where this dialect looks for them. */
function published(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return value.replace(/^#\/definitions\//, '#/$defs/');
  if (Array.isArray(value)) return value.map((item) => published(item));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, published(part, key)]));
  return copy['type'] === 'number' && !name.startsWith('seconds') ? { ...copy, type: 'integer' } : copy;
}
