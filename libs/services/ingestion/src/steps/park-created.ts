import { holds, isJsonObject, LEFT } from '@evenkeel/domain';
import type { PendingCreation, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';

/**
 * Of a job that goes both ways: what is new at the provider may be what we are creating there, whose answer is not applied or was lost. It is left until that is
 * settled, and has its reference from then on.
 */
export async function parkCreated(
  tx: Transaction,
  { twoWay, references }: ApplyContext,
  group: DecidedGroup,
): Promise<DecidedGroup> {
  const isNew = ({ decision }: Input) => decision.kind === 'create_record';
  if (twoWay === undefined || !group.inputs.some(isNew)) return group;
  const pending = await tx.agreements.pendingCreations(references);
  if (pending.length === 0) return group;
  const inputs = group.inputs.map((input) =>
    isNew(input) && pending.some((creation) => mayBe(creation, input))
      ? { ...input, decision: LEFT.in_doubt }
      : input,
  );
  return { ...group, inputs };
}

/** By the id that was answered; without an answer it is ours where it holds what was sent. */
function mayBe({ externalId, sent }: PendingCreation, { source }: Input): boolean {
  if (externalId !== null) return externalId === source.externalId;
  return isJsonObject(source.data) && holds(source.data, sent);
}
