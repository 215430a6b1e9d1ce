import { describeProblem, SyncError } from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';

/** The same group, with each record that the database refuses turned into a rejected one. */
export async function rejectUnstorable(
  tenant: Transactions<Transaction>,
  group: PreparedGroup,
): Promise<PreparedGroup> {
  const writes = group.inputs.flatMap(({ prepared }) => (prepared.kind === 'ready' ? [prepared.write] : []));
  const refused = await tenant.transaction((tx) => tx.recordWrites.findUnstorable(writes));
  const messages = new Map(refused.map(({ index, message }) => [writes[index], message]));
  const reject = (input: PreparedInput): PreparedInput => {
    const { prepared } = input;
    const message = prepared.kind === 'ready' ? messages.get(prepared.write) : undefined;
    if (prepared.kind !== 'ready' || message === undefined) return input;
    const problem = describeProblem(
      new SyncError('record.unstorable_value', `The database refused the record: ${message}`),
    );
    const { externalId, dataText: mapped } = prepared.write;
    return { ...input, prepared: { kind: 'failed', outcome: 'rejected', externalId, problem, mapped } };
  };
  return { pages: group.pages, inputs: group.inputs.map(reject) };
}
