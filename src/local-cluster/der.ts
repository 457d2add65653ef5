/** As much of DER (X.690) as an X.509 certificate needs. */
export const der = {
  sequence: (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts)),
  set: (...parts: readonly Buffer[]) => tagged(0x31, Buffer.concat(parts)),
  /** A non-negative number, big-endian. */
  integer: (bytes: Buffer) => tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes),
  boolean: (value: boolean) => tagged(0x01, Buffer.of(value ? 0xff : 0)),
  text: (value: string) => tagged(0x0c, Buffer.from(value, 'utf8')),
  octets: (bytes: Buffer) => tagged(0x04, bytes),
  bits: (bytes: Buffer, unused = 0) => tagged(0x03, Buffer.concat([Buffer.of(unused), bytes])),
  objectIdentifier: (dotted: string) => tagged(0x06, objectIdentifier(dotted)),
  /** Explicit context tag around whole elements. */
  explicit: (number: number, content: Buffer) => tagged(0xa0 | number, content),
  /** Implicit context tag on primitive content. */
  implicit: (number: number, content: Buffer) => tagged(0x80 | number, content),
  /** Seconds matter, milliseconds do not exist; UTCTime ends with 2049. */
  time: (date: Date) => {
    const digits = `${date
      .toISOString()
      .replace(/\.\d+Z$/, '')
      .replace(/[-:T]/g, '')}Z`;
    return date.getUTCFullYear() < 2050
      ? tagged(0x17, Buffer.from(digits.slice(2)))
      : tagged(0x18, Buffer.from(digits));
  },
};

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  const bytes = Buffer.from(content.length.toString(16).padStart(content.length < 0x100 ? 2 : 4, '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest.flatMap(base128)]);
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
