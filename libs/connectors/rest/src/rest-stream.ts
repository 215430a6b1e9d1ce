import type { ConnectorStream, SliceRequest, StreamSlicing } from '@evenkeel/ports';
import { describeStream } from './describe-stream.js';
import type { OpenedRest } from './opened-rest.js';
import { readById } from './read-by-id.js';
import { readListing } from './read-listing.js';
import { spellId } from './record-id.js';
import { addressOf } from './request/address-of.js';
import { callOf, getOf } from './rest-call.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { sliceListing } from './slicing/slice-listing.js';
import type { SliceSettings } from './slicing/slice-settings.js';

export function openStream(opened: OpenedRest, name: string, stream: StreamSettings): ConnectorStream {
  const { readOne, slices } = stream;
  return {
    description: describeStream(name, stream),
    readPage: (request) => readListing(opened, stream, request),
    ...(readOne && { readOne: (externalId) => readById(opened, stream, { ...readOne, externalId }) }),
    ...(stream.idCase === 'fold' && { spellId: (externalId: string) => spellId(externalId, stream) }),
    ...(slices && { sliceStream: (request) => sliceStream(opened, { ...stream, slices }, request) }),
  };
}

async function sliceStream(
  { connection, http, clock }: OpenedRest,
  stream: StreamSettings & { readonly slices: SliceSettings },
  request: SliceRequest,
): Promise<StreamSlicing> {
  const ask = async (path: string) =>
    (await http.json(callOf(connection, stream, getOf(addressOf(connection, path))))).body;
  const slices = await sliceListing(stream.slices, request, { ask, now: () => clock.now() });
  return { key: stream.slices.key, slices, records: null };
}
