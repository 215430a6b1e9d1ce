import {
  SyncError,
  type Chunk,
  type ErrorCode,
  type Execution,
  type Job,
  type SourceRecord,
  type Watermark,
} from '@evenkeel/domain';
import type { Connector, ConnectorContext, SourcePage } from '@evenkeel/ports';

const DEFAULT_PAGE_SIZE = 100;
/** Records read by id at the same time: a page of named records is many calls. */
const READ_ONE_PARALLEL = 4;

/** The pages of one chunk, wherever they come from. */
export interface ChunkSource {
  page(cursor: string | null): Promise<SourcePage>;
}

export interface SourceParts {
  readonly connector: Connector;
  readonly context: ConnectorContext;
  readonly execution: Execution;
  readonly job: Job;
  readonly chunk: Chunk;
}

/** Finds the stream at the provider; rejects with `config.unknown_stream` if there is none. */
export async function openSource(parts: SourceParts): Promise<ChunkSource> {
  const { connector, context, job, chunk, execution } = parts;
  const { stream, pageSize } = job.definition;
  const streams = await connector.discover(context);
  const described = streams.find((candidate) => candidate.name === stream);
  if (described === undefined) {
    const names = streams.map((candidate) => candidate.name).join(', ');
    throw new SyncError('config.unknown_stream', `The connection has no stream "${stream}", only: ${names}`);
  }
  if (chunk.slice.kind === 'ids') return namedRecords(parts, chunk.slice.externalIds);
  const since: Watermark | null =
    execution.scope.kind === 'incremental' && described.incremental ? execution.scope.since : null;
  const size = pageSize ?? described.pageSize ?? DEFAULT_PAGE_SIZE;
  return { page: (cursor) => connector.readPage(context, { stream, cursor, pageSize: size, since }) };
}

/** All named records of a chunk are one page. */
function namedRecords({ connector, context, job }: SourceParts, externalIds: readonly string[]): ChunkSource {
  const { stream } = job.definition;
  const readOne = async (externalId: string): Promise<SourceRecord> => {
    try {
      return (await connector.readOne(context, stream, externalId)) ?? gone(externalId);
    } catch (error) {
      if (isAboutTheRecord(error)) return refused(externalId, error.code, error.message);
      throw error;
    }
  };
  return {
    page: async () => {
      const records: SourceRecord[] = [];
      for (let start = 0; start < externalIds.length; start += READ_ONE_PARALLEL) {
        const group = externalIds.slice(start, start + READ_ONE_PARALLEL);
        records.push(...(await Promise.all(group.map(readOne))));
      }
      return { records, next: null, bound: null };
    },
  };
}

/** What the provider says of one record is no reason to leave the others unread. */
function isAboutTheRecord(error: unknown): error is SyncError {
  return error instanceof SyncError && (error.errorClass === 'business' || error.errorClass === 'data');
}

function gone(externalId: string): SourceRecord {
  return refused(externalId, 'provider.record_gone', `The provider has no record ${externalId}`);
}

function refused(externalId: string, code: ErrorCode, message: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, refusal: { code, message } };
}
