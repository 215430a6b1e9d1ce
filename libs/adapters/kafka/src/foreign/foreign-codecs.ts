import { CompressionCodecs, CompressionTypes } from 'kafkajs';

/** What Java's client puts before snappy blocks: magic, version, lowest version. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Others compress as they like; kafkajs itself reads gzip only. Zstd is registered by those who write it. */
export function registerForeignCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => ({ compress: writesNone, decompress: unsnap });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({ compress: writesNone, decompress: unLz4 });
}

async function writesNone(): Promise<never> {
  throw new Error('Only records of others are compressed so');
}

/** Loaded where a record needs it: both are rare. */
async function unsnap(buffer: Buffer): Promise<Buffer> {
  const { uncompress } = await import('snappyjs');
  if (!buffer.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return uncompress(buffer);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < buffer.length;) {
    const length = buffer.readInt32BE(at);
    blocks.push(uncompress(buffer.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

async function unLz4(buffer: Buffer): Promise<Buffer> {
  const { decompress } = await import('lz4js');
  return Buffer.from(decompress(buffer));
}
