import {
  idText,
  isJsonObject,
  readVersion,
  SyncError,
  type JsonValue,
  type SourceRecord,
} from '@evenkeel/domain';

interface ReadList {
  readonly records: readonly JsonValue[];
  readonly next: string | null;
}

/** How one stream is asked for a page and how its answer is read. */
interface SimulatedListing {
  readonly query: (cursor: string | null, pageSize: number) => URLSearchParams;
  readonly read: (body: JsonValue, cursor: string | null) => ReadList;
}

/** By cursor. */
const customers: SimulatedListing = {
  query: (cursor, pageSize) =>
    parameters({ limit: String(pageSize), ...(cursor === null ? {} : { cursor }) }),
  read: (body) => {
    const records = listAt(body, 'data');
    const next = isJsonObject(body) ? (body['next_cursor'] ?? null) : null;
    if (next !== null && typeof next !== 'string') throw misshapen('next_cursor');
    return { records, next };
  },
};

/** By page number; an empty page is the end. */
const devices: SimulatedListing = {
  query: (cursor, pageSize) => parameters({ per_page: String(pageSize), page: cursor ?? '1' }),
  read: (body, cursor) => {
    const records = listAt(body, 'items');
    return { records, next: records.length === 0 ? null : String(Number(cursor ?? '1') + 1) };
  },
};

/** By offset; an empty page is the end. */
const invoices: SimulatedListing = {
  query: (cursor, pageSize) => parameters({ limit: String(pageSize), offset: cursor ?? '0' }),
  read: (body, cursor) => {
    const records = listAt(body, null);
    return { records, next: records.length === 0 ? null : String(Number(cursor ?? '0') + records.length) };
  },
};

export const simulatedStreams: Readonly<Record<string, SimulatedListing>> = { customers, devices, invoices };

export function streamNamed(name: string): SimulatedListing {
  const stream = Object.hasOwn(simulatedStreams, name) ? simulatedStreams[name] : undefined;
  if (stream !== undefined) return stream;
  const known = Object.keys(simulatedStreams).join(', ');
  throw new SyncError('config.unknown_stream', `The connection has no stream "${name}", only: ${known}`);
}

export function readRecord(data: JsonValue): SourceRecord {
  const member = (name: string): JsonValue => (isJsonObject(data) ? (data[name] ?? null) : null);
  const id = member('id');
  const version = member('revision');
  const modifiedAt = member('updated_at');
  return {
    externalId: idText(id),
    version: readVersion(version),
    modifiedAt: typeof modifiedAt === 'string' ? modifiedAt : null,
    data,
  };
}

/** An entry of a listing that gives only ids and versions. */
export function readEntry(entry: JsonValue): SourceRecord {
  return { ...readRecord(entry), data: null, listedOnly: true };
}

function parameters(values: Record<string, string>): URLSearchParams {
  return new URLSearchParams(values);
}

function listAt(body: JsonValue, name: string | null): readonly JsonValue[] {
  const list = name === null ? body : isJsonObject(body) ? body[name] : undefined;
  if (!Array.isArray(list)) throw misshapen(name ?? 'the list');
  return list as readonly JsonValue[];
}

function misshapen(what: string): SyncError {
  return new SyncError('provider.unexpected_shape', `The simulator answered without ${what}`);
}
