import type { Transaction } from '@evenkeel/ports';
import { openReferences } from './share-records.js';

/** So many are kept in memory while a type is looked through. */
const OPENED_AT_ONCE = 500;

/** Of these records those that have come to have several references are made of what each of these says from here on, where their type has match rules, or had. */
export async function openSeveral(tx: Transaction, recordIds: readonly string[]): Promise<void> {
  await open(tx, await tx.sharedRecords.unopened(recordIds));
}

/** The same of all records of a type that is given rules, or whose rules find another job there. Locks the type. */
export async function openAll(tx: Transaction, recordType: string): Promise<void> {
  await tx.matchKeys.lockType(recordType);
  let after = '0';
  for (;;) {
    const ids = await tx.sharedRecords.unopenedAfter(recordType, after, OPENED_AT_ONCE);
    const last = ids.at(-1);
    if (last === undefined) return;
    await open(tx, ids);
    after = last;
  }
}

async function open(tx: Transaction, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  const unshared = await tx.sharedRecords.lockUnopened(recordIds);
  const { projections } = await openReferences(tx, recordIds, unshared);
  await tx.sharedRecords.saveProjections(projections);
}
