import { isStorable, type JsonValue } from '@evenkeel/domain';
import { recordOfEntry } from '../read-records.js';
import type { StreamSettings } from '../settings/stream-settings.js';

/** How the edge between two pages is looked at, so that a row that moved over it is noticed. */
export interface EdgeReading {
  readonly isChecked: boolean;
  /** Null where an entry has no id that a cursor can hold. */
  readonly idOf: (entry: JsonValue) => string | null;
}

export function edgeReading(stream: StreamSettings, isChecked: boolean): EdgeReading {
  const idOf = (entry: JsonValue) => {
    const { externalId } = recordOfEntry(entry, stream);
    return externalId !== null && isStorable(externalId) ? externalId : null;
  };
  return { isChecked, idOf };
}
