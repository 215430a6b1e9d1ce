import { isReadTooEarly, type IdentifiedInput } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input, PreparedInput } from '../pages/page-group.js';
import { leaveOpen } from './await-writes.js';

type Asked = PreparedInput & IdentifiedInput;

/**
 * References of the inventory entries among these whose record was written and not read since: that it has the version which the write was answered with says nothing
 * of what the provider has made of it.
 */
export async function findUnread(
  tx: Transaction,
  { twoWay }: Pick<ApplyContext, 'twoWay'>,
  inputs: readonly Asked[],
): Promise<ReadonlySet<string>> {
  if (twoWay === undefined) return NONE;
  return unreadAmong(
    tx,
    inputs.filter(({ prepared }) => prepared.kind === 'listed'),
  );
}

const NONE: ReadonlySet<string> = new Set();

async function unreadAmong(tx: Transaction, inputs: readonly Asked[]): Promise<ReadonlySet<string>> {
  const ids = inputs.flatMap(({ known }) => known.reference?.id ?? []);
  if (ids.length === 0) return NONE;
  const agreements = await tx.agreements.find(ids);
  return new Set([...agreements].flatMap(([id, { unread }]) => (unread.length > 0 ? [id] : [])));
}

/**
 * Of a job that goes both ways: what was read before the answer to a write of the record had come is older than that by its time, and may all the same tell of a change that
 * came after the write. Where versions do not tell it is read anew.
 */
export async function readAnew(
  tx: Transaction,
  { twoWay }: Pick<ApplyContext, 'twoWay'>,
  group: DecidedGroup,
): Promise<DecidedGroup> {
  const early = twoWay === undefined ? [] : group.inputs.filter(isReadTooEarly);
  const unread = await unreadAmong(tx, early);
  if (unread.size === 0) return group;
  const isDue = (input: Input) => isReadTooEarly(input) && unread.has(input.known.reference?.id ?? '');
  const inputs = group.inputs.map((input) =>
    isDue(input) ? { ...input, decision: leaveOpen(group.chunk) } : input,
  );
  return { ...group, inputs };
}
