/** Texts and bytes in the format of the Go shims: each after its length in four little-endian bytes. */
export function encodeRequest(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const lengths = parts.map((part) => (typeof part === 'string' ? Buffer.byteLength(part) : part.length));
  const request = Buffer.alloc(lengths.reduce((sum, length) => sum + length + 4, 0));
  let position = 0;
  parts.forEach((part, index) => {
    position = request.writeUInt32LE(lengths[index] ?? 0, position);
    if (typeof part === 'string') position += request.write(part, position);
    else {
      request.set(part, position);
      position += part.length;
    }
  });
  return request;
}
