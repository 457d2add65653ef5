/** The whole number of 64 bits that Go reads from a text; undefined when it is none. */
export function parseGoInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, number) === number ? Number(number) : undefined;
}
