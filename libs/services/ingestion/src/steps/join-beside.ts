import { canonicalText, fieldTimes, joinSource, type Decision, type JsonObject } from '@evenkeel/domain';
import type { ChangedRecord, Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import { dataOf } from '../pages/arrival-pairing.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Merged } from '../pages/page-group.js';
import { dueAmong, withResults, type Due } from './merge-changes.js';
import { mergedOf } from './merge-sides.js';

/**
 * Of a job that only reads, of a type whose records another job keeps in step with its own provider: of what was read of records that were changed here since, by
 * that job or by people, only what this source changed is taken over. Records of which several sources have a projection are made anew of these instead.
 */
export async function joinBeside(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<DecidedGroup> {
  const { beside, jobId } = context;
  if (beside === undefined) return group;
  const due = [...dueAmong(group.inputs).values()].filter(isOfOneSource);
  if (due.length === 0) return group;
  if (!writes) await tx.recordWrites.waitBriefly();
  const records = await tx.agreements.lockRecords([
    ...new Set(due.map(({ reference }) => reference.recordId)),
  ]);
  // Behind the locks: what was changed here until then has what was said before.
  const said = await tx.agreements.find(due.map(({ reference }) => reference.id));
  const changed = due.filter(({ reference }) => said.has(reference.id));
  const recordIds = changed.map(({ reference }) => reference.recordId);
  const changes = await tx.agreements.changesOf(jobId, recordIds);
  const results = new Map<string, Merged>();
  for (const { key, reference, input } of changed) {
    const { decision } = input;
    const [record, known] = [records.get(reference.recordId), said.get(reference.id)];
    if (decision.kind !== 'update_record' || record === undefined || known === undefined) continue;
    const { write } = decision;
    const remote = { data: dataOf(write), isComplete: input.source.isPartial !== true };
    const joined = joinSource(
      { agreement: await beside.underThisMapping(tx, known), local: record.data, remote },
      {
        localTimes: fieldTimes(record.data, changes.get(reference.recordId) ?? []),
        at: write.modifiedAt ?? write.observedAt,
        fits: beside.fits,
      },
    );
    const written = decideJoined(decision, record, joined.local);
    results.set(key, { ...mergedOf({ reference, record }, joined.agreement), decision: written });
  }
  return results.size === 0 ? group : withResults(group, results);
}

function decideJoined(
  decision: Extract<Decision, { readonly kind: 'update_record' }>,
  record: ChangedRecord,
  data: JsonObject,
): Decision {
  const { write } = decision;
  const dataText = canonicalText(data);
  const isChanged = dataText !== canonicalText(record.data) || !record.isActive;
  return isChanged
    ? { ...decision, write: { ...write, dataText } }
    : { kind: 'note_reading', outcome: 'unchanged', write };
}

function isOfOneSource({ input, reference }: Due): boolean {
  return input.decision.kind === 'update_record' && reference.sharesRecord !== true;
}
