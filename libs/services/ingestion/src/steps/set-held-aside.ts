import { describeProblem, SyncError, type ReferenceSet } from '@evenkeel/domain';
import type { HeldRecord, Transaction, Transactions } from '@evenkeel/ports';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';

/**
 * The same group, with each record that another session holds as one that could not be applied for now: it is tried again later. Undefined
 * where none is held any more.
 */
export async function setHeldAside(
  tenant: Transactions<Transaction>,
  set: ReferenceSet,
  group: PreparedGroup,
): Promise<PreparedGroup | undefined> {
  const ids = group.inputs.flatMap(({ prepared }) => writtenId(prepared) ?? []);
  const held = await tenant.transaction((tx) => tx.recordWrites.findHeld(set, ids));
  if (held.length === 0) return undefined;
  const holders = new Map(held.map((each) => [each.externalId, each]));
  const setAside = (input: PreparedInput): PreparedInput => {
    const { prepared } = input;
    const externalId = writtenId(prepared);
    const holder = externalId === undefined ? undefined : holders.get(externalId);
    if (externalId === undefined || holder === undefined) return input;
    const problem = describeProblem(new SyncError('record.held', heldBy(holder)));
    const mapped = prepared.kind === 'ready' ? { mapped: prepared.write.dataText } : {};
    return { ...input, prepared: { kind: 'failed', outcome: 'errored', externalId, problem, ...mapped } };
  };
  return { pages: group.pages, inputs: group.inputs.map(setAside) };
}

/** Of what may be written, or inactivated. */
function writtenId(prepared: PreparedInput['prepared']): string | undefined {
  if (prepared.kind === 'ready') return prepared.write.externalId;
  return prepared.kind === 'gone' ? prepared.externalId : undefined;
}

function heldBy({ pid, program }: HeldRecord): string {
  const session =
    pid === null ? 'another session' : `session ${pid}${program === null ? '' : ` (${program})`}`;
  return `The record is held by ${session}, whose transaction has not ended`;
}
