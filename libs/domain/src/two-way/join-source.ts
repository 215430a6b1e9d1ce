import { timeAt, type FieldTimes } from '../conflict/decide-contested.js';
import type { JsonObject } from '../json.js';
import { joinSides } from '../three-way/join-sides.js';
import type { Choose, RemoteReading } from '../three-way/sides.js';
import { isSettled, type Agreement } from './agreement.js';

interface SourceSides {
  /** What the source was known to say. */
  readonly agreement: Agreement;
  readonly local: JsonObject;
  readonly remote: RemoteReading;
}

interface SourceHow {
  /** When fields of the record were last changed, but for what this source said of them. */
  readonly localTimes: FieldTimes;
  /** When the source changed what it says, or else when it was read. */
  readonly at: string;
  readonly fits: (record: JsonObject) => boolean;
}

/** What a record becomes, and what its source is known to say where that is something else; null: nothing else. */
export interface JoinedSource {
  readonly local: JsonObject;
  readonly agreement: Agreement | null;
}

/**
 * Of a source that is only read, where others change its record too: it says what it changed, and nothing of what they changed since it was read
 * last. Of a field that both changed what was said last stands; at the same time that of the source. Where the mixture breaks the schema of the type the
 * record is what the source says.
 */
export function joinSource(
  { agreement, local, remote }: SourceSides,
  { localTimes, at, fits }: SourceHow,
): JoinedSource {
  const isLater = (path: string) => Date.parse(timeAt(localTimes, path) ?? '') > Date.parse(at);
  const contested: Choose = ({ path }) => ({ kind: isLater(path) ? 'local' : 'remote' });
  const { contested: _, restoring: __, over: ___, isOutside: ____, ...base } = agreement;
  const joined = joinSides({ base, local, remote }, { lists: [] }, { contested });
  if (!fits(joined.local) && fits(remote.data)) return { local: remote.data, agreement: null };
  const next = { ...joined.base, contested: [] };
  const read = remote.isComplete ? remote.data : joined.remote;
  return { local: joined.local, agreement: isSettled(next, joined.local, read) ? null : next };
}
