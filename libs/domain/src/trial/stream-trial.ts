import type { Problem } from '../errors/sync-error.js';
import type { SourceRecord } from '../page/source-record.js';
import type { WriteKind } from '../push/write-operation.js';
import type { Watermark } from '../watermark/watermark.js';

/** A trial is for looking: who wants more pages wants a run, or a preview. */
export const MOST_PAGES_TRIED = 20;

/** A call of a trial, with its retries and redirects as one. Holds no secret. */
export interface TriedCall {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly tookMs: number;
  /** Null: there was no answer that could be read. */
  readonly status: number | null;
  /** What its body is, in one line, without its values; null where there was none. */
  readonly answer: string | null;
  /** Why it failed; null: it did not. */
  readonly problem: Problem | null;
}

/** A page as a trial read it, or why it could not be read. */
export interface TriedPage {
  readonly calls: readonly TriedCall[];
  readonly records: readonly SourceRecord[];
  readonly next: string | null;
  readonly bound: Watermark | null;
  /** How many the provider says that there are; null: it does not say. */
  readonly total: number | null;
  /** What the connector finds wrong with it. */
  readonly doubt: string | null;
  readonly problem: Problem | null;
}

/** A record that was asked for by its id; `record` is null where there was none. */
export interface TriedRead {
  readonly externalId: string;
  readonly calls: readonly TriedCall[];
  readonly record: SourceRecord | null;
  readonly problem: Problem | null;
}

/** What reading a little of a stream has shown: nothing is stored of it. */
export interface StreamTrial {
  readonly stream: string;
  /** Records that a page was asked for. */
  readonly pageSize: number;
  /** Whether it can be asked for changes. */
  readonly incremental: boolean;
  /** Whether its records are said to have a time of change. */
  readonly hasTimes: boolean;
  /** Whether its pages are said to tell how many records there are. */
  readonly hasTotal: boolean;
  /** Where its records are said to tell that they are gone, as paths into them. */
  readonly goneAt: readonly string[];
  /** Whether its records are said to look the same when they are read by their id. */
  readonly sameShape: boolean;
  /** How its records are said to be written: nothing of that is tried. */
  readonly writes: readonly WriteKind[];
  readonly pages: readonly TriedPage[];
  /** The first page of what changed since a moment just before; null: not asked. */
  readonly changes: { readonly since: Watermark; readonly page: TriedPage } | null;
  /** The first listed record, read by its id; null: not asked. */
  readonly listed: TriedRead | null;
  /** An id that no record has; null: not asked. */
  readonly madeUp: TriedRead | null;
}

/** Why the stream cannot be read as it is described; null: it can. */
export function problemOfTrial({ pages, changes, listed }: StreamTrial): Problem | null {
  const asked = [...pages, changes?.page, listed];
  return asked.flatMap((one) => one?.problem ?? []).at(0) ?? null;
}
