import { CallPostponed, SyncError, type SourceRecord } from '@evenkeel/domain';
import type { Logger, PageRequest } from '@evenkeel/ports';
import { gatherSteps } from '../gather-steps.js';
import type { ListedPage, ReadListed } from '../listed-page.js';
import type { OpenedRest } from '../opened-rest.js';
import { readById } from '../read-by-id.js';
import { readListing } from '../read-listing.js';
import type { ChangesSettings } from '../settings/feed-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { readEvent } from './event-kinds.js';
import { assertKept, feedStream } from './feed-stream.js';
import {
  goneRecord,
  isLogEnded,
  logCursor,
  logStandingAt,
  takeEvents,
  takeReadings,
  type LogStanding,
  type LogStep,
} from './log-standing.js';
import { readEach } from './read-each.js';

type LoggedStream = StreamSettings & {
  readonly changes: ChangesSettings;
  readonly readOne: NonNullable<StreamSettings['readOne']>;
};

/** Reads what changed by a log of events, and everything by the listing. */
export function readChanges(opened: OpenedRest, stream: LoggedStream, listing: ReadListed): ReadListed {
  const { changes } = stream;
  const events = feedStream(changes, stream);
  return async (request) => {
    if (request.since === null) return timed(request, await listing(request));
    if (request.cursor === null) assertKept(changes, request.since, opened.clock.now());
    const { standing, askedAt, shifted, doubt, records } = await gatherSteps(logStandingAt(request.cursor), {
      isEnded: isLogEnded,
      next: (at) => nextStep(opened, { stream, events, request }, at),
      pageSize: request.pageSize,
      clock: opened.clock,
    });
    const page = { records, next: logCursor(standing), bound: null, askedAt };
    return timed(request, {
      ...page,
      ...(doubt !== undefined && { doubt }),
      ...(shifted !== undefined && { shifted }),
    });
  };
}

/** The time of the first page is where the log is read from in the next run. */
function timed({ cursor }: PageRequest, page: ListedPage): ListedPage {
  const isFirst = cursor === null && page.askedAt !== null;
  return { ...page, bound: isFirst ? { kind: 'time', value: page.askedAt ?? '' } : null };
}

interface LogReading {
  readonly stream: LoggedStream;
  readonly events: StreamSettings;
  readonly request: PageRequest;
}

async function nextStep(
  opened: OpenedRest,
  { stream, events, request }: LogReading,
  standing: LogStanding,
): Promise<LogStep> {
  if (standing.left.length > 0) {
    const ids = standing.left.slice(0, request.pageSize);
    return takeReadings(standing, await readEach(ids, (id) => readNamed(opened, stream, id)));
  }
  const { since, pageSize } = request;
  const page = await readListing(opened, events, {
    cursor: standing.events?.cursor ?? null,
    pageSize,
    since,
  });
  tellUnknown(opened.log, page.records, stream.changes);
  return { ...takeEvents(standing, page, stream.changes), askedAt: page.askedAt };
}

/** The record of an id, or what is to be said of it. A refusal is kept as a failure of that record, which later runs try again. */
async function readNamed(
  opened: OpenedRest,
  stream: LoggedStream,
  externalId: string,
): Promise<SourceRecord> {
  try {
    const record = await readById(opened, stream, { ...stream.readOne, externalId });
    if (record === undefined) return goneRecord(externalId);
    if (record.externalId === externalId) return record;
    const given = record.externalId === null ? 'a record without an id' : `the record ${record.externalId}`;
    return refused(
      externalId,
      'provider.other_record',
      `Asked for the record ${externalId}, the provider answered with ${given}`,
    );
  } catch (error) {
    const isAboutIt =
      error instanceof SyncError && !(error instanceof CallPostponed) && REFUSALS.includes(error.errorClass);
    if (!isAboutIt) throw error;
    return refused(externalId, error.code, error.message);
  }
}

const REFUSALS: readonly SyncError['errorClass'][] = ['business', 'data'];

function refused(externalId: string, code: string, message: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, refusal: { code, message } };
}

function tellUnknown(log: Logger, events: readonly SourceRecord[], changes: ChangesSettings): void {
  const read = events.map(({ data }) => readEvent(data, changes));
  const kinds = [...new Set(read.flatMap(({ isKnown, kind }) => (isKnown ? [] : [kind])))].slice(0, 10);
  if (kinds.length > 0)
    log.warn('kinds of events that the settings do not name are taken for changes', {
      path: changes.path,
      kinds,
    });
}
