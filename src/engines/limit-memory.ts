const HEADER_LENGTH = 8;
const MEMORY_SECTION = 5;
const PAGES_PER_MIB = 16;

/**
 * The same WebAssembly module with a maximum size of its memory. A program that needs more is out of memory,
 * and stops.
 *
 * A worker's `resourceLimits` do not count WebAssembly memory, and Go declares no maximum.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html#memory-section
 */
export function limitMemory(module: Uint8Array, mib: number): Uint8Array {
  let position = HEADER_LENGTH;
  while (position < module.length) {
    const [length, content] = readUnsigned(module, position + 1);
    if (module[position] === MEMORY_SECTION) {
      const [, flags] = readUnsigned(module, content);
      const [minimum] = readUnsigned(module, flags + 1);
      const limits = [1, 1, ...unsigned(minimum), ...unsigned(Math.max(minimum, mib * PAGES_PER_MIB))];
      return Buffer.concat([
        module.subarray(0, position),
        Uint8Array.from([MEMORY_SECTION, ...unsigned(limits.length), ...limits]),
        module.subarray(content + length),
      ]);
    }
    position = content + length;
  }
  return module;
}

/** Reads a LEB128 number. Returns the number and the position after it. */
function readUnsigned(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  let position = start;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[position++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, position];
  }
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
