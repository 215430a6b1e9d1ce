import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { PageSpill } from '@evenkeel/ports';
import type { IHeaders, Message } from 'kafkajs';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Brokers take 1 MB at most unless they are told otherwise, and managed ones cannot be told. */
export const MOST_BYTES = 900_000;

const [NAME, BYTES] = ['evenkeel-spill', 'evenkeel-spill-bytes'] as const;

/** A value that waits outside of its message. */
export interface SpilledValue {
  readonly name: string;
  /** Of the value itself. */
  readonly bytes: number;
}

export type ValuedMessage = Message & { readonly value: string };

/**
 * The message as the broker takes it: with its value, or with a reference to it where even its compressed value would be too
 * large. Rejects with `system.database`.
 */
export async function spillLarge(spill: PageSpill, message: ValuedMessage): Promise<ValuedMessage> {
  const bytes = Buffer.byteLength(message.value);
  if (bytes <= MOST_BYTES) return message;
  const compressed = await compress(message.value, LEVEL);
  if (compressed.length <= MOST_BYTES) return message;
  const name = await spill.keep(compressed);
  return { ...message, value: '', headers: { ...message.headers, [NAME]: name, [BYTES]: String(bytes) } };
}

export function spilledValueOf(headers: IHeaders | undefined): SpilledValue | undefined {
  const name = headers?.[NAME];
  return name === undefined ? undefined : { name: String(name), bytes: Number(headers?.[BYTES]) || 0 };
}

/** Undefined where it was forgotten. Rejects with `system.database`. */
export async function readSpilled(spill: PageSpill, { name }: SpilledValue): Promise<Buffer | undefined> {
  const value = await spill.find(name);
  return value === undefined ? undefined : decompress(value);
}
