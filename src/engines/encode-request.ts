/** Texts as the Go shims read them: each after its length in four little-endian bytes. */
export function encodeRequest(texts: readonly string[]): Uint8Array {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const request = Buffer.alloc(lengths.reduce((sum, length) => sum + length + 4, 0));
  let position = 0;
  texts.forEach((text, index) => {
    position = request.writeUInt32LE(lengths[index] ?? 0, position);
    position += request.write(text, position);
  });
  return request;
}
