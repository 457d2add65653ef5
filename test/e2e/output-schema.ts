import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/**
 * Checks documents of `--output json` against the published schema.
 *
 * @param type one of its types. Default: any document
 */
export function outputSchema(type?: string): ValidateFunction {
  const { $defs, ...document } = JSON.parse(readFileSync('docs/output-schema/v1.schema.json', 'utf8')) as {
    readonly $defs: object;
  };
  const wanted = type === undefined ? document : { $ref: `#/$defs/${type}` };
  return new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile({ ...wanted, $defs });
}

/** The lines of an output, each valid. */
export function validDocuments(
  output: string,
  validate: ValidateFunction,
): readonly Readonly<Record<string, unknown>>[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const document = JSON.parse(line) as Record<string, unknown>;
      if (!validate(document)) throw new Error(`${JSON.stringify(document, null, 2)}\n${reasons(validate)}`);
      return document;
    });
}

/** Without those of other kinds: `anyOf` gives the errors of each. */
function reasons({ errors }: ValidateFunction): string {
  const others = (errors ?? []).filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === '/kind');
  const kinds = new Set(others.map(({ schemaPath }) => schemaPath.split('/')[2]));
  const own = (errors ?? []).filter(({ schemaPath }) => !kinds.has(schemaPath.split('/')[2]));
  return JSON.stringify(own, null, 2);
}
