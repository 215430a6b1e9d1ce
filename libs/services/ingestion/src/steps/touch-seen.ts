import { meaningOf } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { inputsByPage, type DecidedGroup } from '../pages/page-group.js';

/**
 * A record that was asked for by name and is written no otherwise still keeps that it was seen: a close-out that goes on
 * at the same time must not take it for gone.
 */
export async function touchSeen(tx: Transaction, group: DecidedGroup): Promise<void> {
  for (const [{ observedAt }, inputs] of inputsByPage(group)) {
    const seen = inputs.flatMap(({ source, prepared, known, decision }) => {
      // What was kept or sent says nothing of now.
      const isRead = source.replay === undefined && source.told === undefined;
      const isThere = prepared.kind !== 'gone' && isRead;
      const isSighting = meaningOf(decision.outcome).isSeen && isThere;
      return isSighting && known.reference !== undefined ? [known.reference.id] : [];
    });
    await tx.references.touch(seen, observedAt);
  }
}
