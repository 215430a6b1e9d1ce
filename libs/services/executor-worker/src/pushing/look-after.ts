import { readBack, type PushIntent, type SourceRecord } from '@evenkeel/domain';
import type { IntentAnswer, ReadBackIntent } from '@evenkeel/ports';
import { readEach, type LookedAtCalls, type Looking } from './look-before.js';

interface Written {
  readonly intent: PushIntent;
  readonly answer: IntentAnswer;
}

/**
 * Reads back what was written without a check of its version: what became of our values is not left to the next run, and what another writer did in between is told.
 * The answers are kept already, so that what cannot be read now is only not known.
 */
export async function lookAfter(
  looking: Looking,
  { calls, found }: LookedAtCalls,
  answers: readonly IntentAnswer[],
): Promise<readonly ReadBackIntent[]> {
  if (!looking.before.compares) return [];
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const written = calls.flat().flatMap((intent): readonly Written[] => {
    const answer = byId.get(intent.id);
    const isUpdate = intent.operation.kind === 'update' && answer?.result.kind === 'written';
    return answer !== undefined && isUpdate ? [{ intent, answer }] : [];
  });
  const after = await readOrNone(looking, written);
  return written.flatMap(({ intent, answer: { result } }): readonly ReadBackIntent[] => {
    const { id, agreed, decidedOn } = intent;
    const before = found.get(id);
    if (result.kind !== 'written' || !agreed || !decidedOn || !before) return [];
    const read = readBack({ decidedOn, agreed, before, result, after: after.get(id) }, looking.before);
    const between = read.between.length === 0 ? {} : { between: read.between };
    return [{ id, agreed: read.agreed, result: { ...result, ...between } }];
  });
}

async function readOrNone(
  looking: Looking,
  written: readonly Written[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  try {
    return await readEach(
      looking,
      written.map(({ intent }) => intent),
    );
  } catch {
    // Whatever it is, the answers stand; the next reading says what became of our values.
    return new Map();
  }
}
