import type { ConnectorStream, SliceRequest, StreamSlicing } from '@evenkeel/ports';
import { describeStream } from './describe-stream.js';
import type { OpenedRest } from './opened-rest.js';
import { readById } from './read-by-id.js';
import { readTold } from './read-records.js';
import { spellId } from './record-id.js';
import { addressOf } from './request/address-of.js';
import { resizingOf } from './resizing-of.js';
import { callOf, getOf } from './rest-call.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { readerOf } from './stream-reader.js';
import { openWrites } from './writes/open-writes.js';
import { cutOf, type StreamCut } from './slicing/cut-of.js';
import { sliceListing } from './slicing/slice-listing.js';

export function openStream(opened: OpenedRest, name: string, stream: StreamSettings): ConnectorStream {
  const { readOne, writes } = stream;
  const read = readerOf(opened, stream);
  const cut = cutOf(stream, opened.connection.settings.streams);
  return {
    description: describeStream(name, stream),
    readPage: async (request) => {
      const { askedAt: _, ...page } = await read(request);
      return page;
    },
    resizes: (cursor) => resizingOf(stream, opened.connection.settings, cursor),
    ...(readOne && { readOne: (externalId) => readById(opened, stream, { ...readOne, externalId }) }),
    readTold: (record) => readTold(record, stream),
    ...(stream.idCase === 'fold' && { spellId: (externalId: string) => spellId(externalId, stream) }),
    ...(writes && { writes: openWrites(opened, { ...stream, writes }) }),
    ...(cut && {
      // A log of events is read in its order.
      sliceStream: (request) =>
        stream.changes !== undefined && request.since !== null
          ? Promise.resolve({ key: cut.key, slices: [], records: null })
          : sliceStream(opened, cut, request),
    }),
  };
}

async function sliceStream(
  { connection, http, clock }: OpenedRest,
  { stream, slices, key, isNarrowed }: StreamCut,
  request: SliceRequest,
): Promise<StreamSlicing> {
  const ask = async (path: string) =>
    (await http.json(callOf(connection, stream, getOf(addressOf(connection, path))))).body;
  const since = isNarrowed ? request.since : null;
  const cut = await sliceListing(slices, { ...request, since }, { ask, now: () => clock.now() });
  return { key, slices: cut, records: null };
}
