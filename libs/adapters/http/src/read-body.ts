import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { SyncError } from '@evenkeel/domain';

/** What we tell the provider we can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const makers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * The whole body, decompressed. Never holds more than `limitBytes` of it, whatever it would unpack to. Unlike
 * Node's fetch it notices a compressed body that was cut short: zlib is told to expect the end of its format.
 * Rejects with `provider.body_too_large`, or with the error of the socket or of zlib.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  limitBytes: number,
): Promise<Buffer> {
  const decoders = decodersFor(encoding);
  // An error of either side destroys the other; reading the end of the chain is where it shows.
  const decoded = decoders.reduce((source: Readable, next) => pipeline(source, next, () => undefined), body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw bodyTooLarge(limitBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

export function bodyTooLarge(limitBytes: number): SyncError {
  return new SyncError('provider.body_too_large', `The body is larger than the limit of ${limitBytes} bytes`);
}

/** Encodings are listed in the order they were applied, so they are undone from the end. */
function decodersFor(encoding: string | undefined): Transform[] {
  const names = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase());
  const applied = names.filter((name) => name !== '' && name !== 'identity');
  return applied.reverse().map((name) => {
    const make = makers[name];
    if (make === undefined) {
      throw new SyncError(
        'provider.unexpected_content',
        `The body is encoded as ${name}, which nobody asked for`,
      );
    }
    return make();
  });
}
