import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/**
 * Checks documents of `--output json` against the published schema, stricter than the schema is: fields it
 * does not know are errors too.
 */
export function outputSchema(): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync('docs/output-schema/v1.schema.json', 'utf8'));
  return new Ajv2020({ allErrors: true, discriminator: false, strict: true, strictRequired: false }).compile(
    closed(schema) as object,
  );
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
      if (!validate(document))
        throw new Error(`${JSON.stringify(document, null, 2)}\n${JSON.stringify(validate.errors, null, 2)}`);
      return document;
    });
}

/** What is said about local clusters and free data stays open. */
function closed(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => closed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, closed(part, key)] as const);
  const open = name === 'LocalResult' || !('properties' in value);
  return { ...Object.fromEntries(entries), ...(open ? {} : { additionalProperties: false }) };
}
