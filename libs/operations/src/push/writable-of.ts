import type { WritableStream } from '@evenkeel/domain';
import type { ConnectorStream } from '@evenkeel/ports';

/** What a job that writes has to know of a stream. */
export function writableOf({ writes, readOne, description }: ConnectorStream): WritableStream {
  return {
    abilities: writes?.abilities ?? null,
    readsOne: readOne !== undefined,
    hasTimes: description.hasTimes === true,
  };
}
