import {
  describeProblem,
  kindsOfWrites,
  makeUpId,
  type Problem,
  type StreamTrial,
  type TriedCall,
  type TriedPage,
  type TriedRead,
  type Watermark,
} from '@evenkeel/domain';
import type { ConnectorStream, PageRequest } from '@evenkeel/ports';

/** What is tried of a stream. */
export interface TrialExtent {
  /** At most so many pages of its listing. */
  readonly pages: number;
  /** Records of a page, where the stream has no opinion. */
  readonly pageSize: number;
  /** Also a page of what changed since a moment before. */
  readonly changes: boolean;
}

/** A stream, and the calls it has made since they were taken last. */
export interface TracedStream {
  readonly stream: ConnectorStream;
  readonly takeCalls: () => readonly TriedCall[];
}

/** Reads a little of a stream: pages of its listing, what changed, a listed record by its id and one that there is not. Never rejects. */
export async function tryStream(traced: TracedStream, extent: TrialExtent): Promise<StreamTrial> {
  const { description, readOne } = traced.stream;
  const pageSize = description.pageSize ?? extent.pageSize;
  const pages = await readPages(traced, pageSize, extent.pages);
  const listed = pages
    .flatMap(({ records }) => records)
    .find(({ externalId, gone }) => externalId !== null && gone === undefined)?.externalId;
  const since = extent.changes && description.incremental ? sinceOf(pages) : null;
  const reads = readOne !== undefined && listed != null;
  return {
    stream: description.name,
    pageSize,
    incremental: description.incremental,
    hasTimes: description.hasTimes ?? false,
    hasTotal: description.hasTotal ?? false,
    goneAt: description.goneAt ?? [],
    sameShape: description.sameShape ?? false,
    writes: kindsOfWrites(traced.stream.writes?.abilities),
    pages,
    changes: since && { since, page: await readPage(traced, { cursor: null, pageSize, since }) },
    listed: reads ? await readById(traced, listed) : null,
    madeUp: reads ? await readById(traced, makeUpId(listed)) : null,
  };
}

async function readPages(
  traced: TracedStream,
  pageSize: number,
  most: number,
): Promise<readonly TriedPage[]> {
  const pages: TriedPage[] = [];
  for (let cursor: string | null = null; pages.length < most;) {
    const page: TriedPage = await readPage(traced, { cursor, pageSize, since: null });
    pages.push(page);
    if (page.next === null) break;
    cursor = page.next;
  }
  return pages;
}

/** The moment of the first page: asked since then, a provider has next to nothing to give. A position says nothing of the kind. */
function sinceOf([first]: readonly TriedPage[]): Watermark | null {
  return first?.bound?.kind === 'time' ? first.bound : null;
}

async function readPage({ stream, takeCalls }: TracedStream, request: PageRequest): Promise<TriedPage> {
  try {
    const { records, next, bound, total, doubt, shifted } = await stream.readPage(request);
    const told = doubt ?? shifted ?? null;
    return { calls: takeCalls(), records, next, bound, total: total ?? null, doubt: told, problem: null };
  } catch (error) {
    return { calls: takeCalls(), ...NOTHING_READ, problem: describeProblem(error) };
  }
}

const NOTHING_READ = { records: [], next: null, bound: null, total: null, doubt: null } as const;

async function readById({ stream, takeCalls }: TracedStream, externalId: string): Promise<TriedRead> {
  const read = (record: TriedRead['record'], problem: Problem | null): TriedRead => ({
    externalId,
    calls: takeCalls(),
    record,
    problem,
  });
  try {
    return read((await stream.readOne?.(externalId)) ?? null, null);
  } catch (error) {
    const problem = describeProblem(error);
    return problem.code === 'provider.record_gone' ? read(null, null) : read(null, problem);
  }
}
