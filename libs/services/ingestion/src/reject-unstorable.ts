import type { PageFetched } from '@evenkeel/contracts-messages';
import { describeProblem, SyncError, type PreparedPage, type PreparedRecord } from '@evenkeel/domain';
import type { Store } from '@evenkeel/ports';

export interface PreparedGroup {
  readonly pages: readonly PageFetched[];
  /** One for each page, in their order. */
  readonly prepared: readonly PreparedPage[];
}

/** The same group, with each record that the database refuses turned into a rejected one. */
export async function rejectUnstorable(store: Store, group: PreparedGroup): Promise<PreparedGroup> {
  const writes = group.prepared.flatMap((page) =>
    page.records.flatMap((record) => (record.kind === 'ready' ? [record.write] : [])),
  );
  const refused = await store.transaction((tx) => tx.recordWrites.findUnstorable(writes));
  const messages = new Map(refused.map(({ index, message }) => [writes[index], message]));
  const reject = (record: PreparedRecord): PreparedRecord => {
    const message = record.kind === 'ready' ? messages.get(record.write) : undefined;
    if (record.kind !== 'ready' || message === undefined) return record;
    const problem = describeProblem(
      new SyncError('record.unstorable_value', `The database refused the record: ${message}`),
    );
    const { externalId, dataText: mapped } = record.write;
    return { kind: 'failed', outcome: 'rejected', externalId, problem, mapped };
  };
  return {
    pages: group.pages,
    prepared: group.prepared.map((page) => ({ ...page, records: page.records.map(reject) })),
  };
}
