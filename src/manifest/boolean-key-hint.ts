const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['true', "'y', 'yes' or 'on'"],
  ['false', "'n', 'no' or 'off'"],
]);
/** In the words of strict decoding, of a server-side apply, and of our check by a definition. */
const REFUSED =
  /unknown field "(?:[^"]*\.)?(true|false)"|\.(true|false): field not declared|(?:^|[\s.])(true|false): unknown field/;

/**
 * The next action for a field `true` or `false` that nothing knows: YAML 1.1, which kubectl and Argo CD read,
 * makes it out of another key. Undefined for any other field.
 */
export function booleanKeyHint(field: string): string | undefined {
  const written = WRITTEN.get(field);
  if (written === undefined) return undefined;
  return `Put the key in quotes: YAML 1.1 reads ${written} without quotes as ${field}, in keys too.`;
}

/** The same for the first field that a refusal of the API server names. */
export function booleanKeyHintIn(refusal: string): string | undefined {
  const found = REFUSED.exec(refusal);
  return booleanKeyHint(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}
