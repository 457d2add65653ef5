/** The 64-bit integer that Go reads from a text; undefined for any other text. */
export function parseGoInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, number) === number ? Number(number) : undefined;
}
