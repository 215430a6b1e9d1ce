import { pipeline, Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { SyncError } from '@evenkeel/domain';
import { sizeText } from './describe-call.js';

/** What we tell the provider we can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const makers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** How far an answer has come. */
export interface AnswerProgress {
  hasHead: boolean;
  /** Of the body, as they were sent. */
  bytes: number;
}

export interface BodyTaking {
  readonly encoding: string | undefined;
  readonly limitBytes: number;
  readonly progress: AnswerProgress;
  /** Where it comes from, for messages. */
  readonly place: string;
  /** Is given what came of a body that could not be read to its end. */
  readonly partly?: ((part: Buffer) => void) | undefined;
}

/**
 * The whole body, decompressed. Never holds more than `limitBytes` of it, whatever it would unpack to. Unlike
 * Node's fetch it notices a compressed body that was cut short: zlib is told to expect the end of its format.
 * Rejects with `provider.body_too_large`, or with the error of the socket or of zlib.
 */
export async function readBody(body: Readable, taking: BodyTaking): Promise<Buffer> {
  const { encoding, limitBytes, progress, place } = taking;
  const decoders = decodersFor(encoding, place);
  const isPacked = decoders.length > 0;
  // An error of either side destroys the other; reading the end of the chain is where it shows.
  const chain = isPacked ? [countingInto(progress), ...decoders] : [];
  const decoded = chain.reduce((source: Readable, next) => pipeline(source, next, () => undefined), body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (!isPacked) progress.bytes = bytes;
      if (bytes > limitBytes) throw bodyTooLarge(place, limitBytes, isPacked ? progress.bytes : undefined);
      chunks.push(chunk);
    }
  } catch (error) {
    taking.partly?.(Buffer.concat(chunks));
    throw error;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function countingInto(progress: AnswerProgress): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      progress.bytes += chunk.length;
      done(null, chunk);
    },
  });
}

/** `packedBytes`: how much of it was sent, where it was unpacked. */
export function bodyTooLarge(place: string, limitBytes: number, packedBytes?: number): SyncError {
  const unpacked = packedBytes === undefined ? '' : ` when unpacked (${sizeText(packedBytes)} as sent)`;
  const message = `The body from ${place} is larger than ${sizeText(limitBytes)}${unpacked}`;
  return new SyncError('provider.body_too_large', message);
}

/** Encodings are listed in the order they were applied, so they are undone from the end. */
function decodersFor(encoding: string | undefined, place: string): Transform[] {
  const names = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase());
  const applied = names.filter((name) => name !== '' && name !== 'identity');
  return applied.reverse().map((name) => {
    const make = makers[name];
    if (make === undefined) {
      throw new SyncError(
        'provider.unexpected_content',
        `The body from ${place} is encoded as ${name}, which was not asked for`,
      );
    }
    return make();
  });
}
