/**
 * Arrays in Postgres' binary format (`array_send`): a header of five 32-bit numbers (dimensions, has nulls, element
 * type, length, lower bound), then each element as its length and its bytes. The driver sends a Buffer as a binary
 * parameter, which spares escaping each text and having the server undo it.
 */
type ElementType = { readonly oid: number; readonly prefix: number };

const TEXT: ElementType = { oid: 25, prefix: 0 };
/** Binary jsonb is a version byte before the text. */
const JSONB: ElementType = { oid: 3802, prefix: 1 };
const JSONB_VERSION = 1;
const HEADER_BYTES = 20;

export function textArray(texts: readonly (string | null)[]): Buffer {
  return encodeTexts(texts, TEXT);
}

export function jsonbArray(texts: readonly (string | null)[]): Buffer {
  return encodeTexts(texts, JSONB);
}

/** Whole numbers below 2^53. */
export function bigintArray(numbers: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + numbers.length * 12);
  let at = writeHeader(buffer, 20, numbers.length);
  for (const number of numbers) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeInt32BE(Math.floor(number / 0x1_0000_0000), at);
    at = buffer.writeUInt32BE(number % 0x1_0000_0000, at);
  }
  return trimmed(buffer, numbers.length);
}

/** Texts of 32 hexadecimal digits. */
export function uuidArray(hexadecimals: readonly string[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + hexadecimals.length * 20);
  let at = writeHeader(buffer, 2950, hexadecimals.length);
  for (const digits of hexadecimals) {
    at = buffer.writeInt32BE(16, at);
    if (buffer.write(digits, at, 16, 'hex') !== 16) throw new Error(`${digits} is not a 128-bit digest`);
    at += 16;
  }
  return trimmed(buffer, hexadecimals.length);
}

function writeHeader(buffer: Buffer, oid: number, length: number): number {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}

/** An array without elements has no dimension: its header ends before the length. */
function trimmed(buffer: Buffer, length: number): Buffer {
  return length === 0 ? buffer.subarray(0, HEADER_BYTES - 8) : buffer;
}

function encodeTexts(texts: readonly (string | null)[], type: ElementType): Buffer {
  let bytes = HEADER_BYTES;
  for (const text of texts) bytes += 4 + (text === null ? 0 : type.prefix + Buffer.byteLength(text));
  const buffer = Buffer.allocUnsafe(bytes);
  let at = writeHeader(buffer, type.oid, texts.length);
  for (const text of texts) at = writeText(buffer, text, at, type);
  return trimmed(buffer, texts.length);
}

function writeText(buffer: Buffer, text: string | null, at: number, { prefix }: ElementType): number {
  if (text === null) return buffer.writeInt32BE(-1, at);
  const start = at + 4;
  if (prefix === 1) buffer[start] = JSONB_VERSION;
  const length = prefix + buffer.write(text, start + prefix);
  buffer.writeInt32BE(length, at);
  return start + length;
}
