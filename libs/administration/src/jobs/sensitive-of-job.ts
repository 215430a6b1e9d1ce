import {
  parseSensitive,
  sensitivePieces,
  type JobDefinition,
  type SensitiveFields,
  type SensitiveOfJob,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** By the newest revisions of the record types that the job makes. */
export async function sensitiveOfJob(
  tx: Transaction,
  { recordType, derive }: Pick<JobDefinition, 'recordType' | 'derive'>,
): Promise<SensitiveOfJob> {
  const ofType = async (name: string): Promise<SensitiveFields> =>
    parseSensitive((await tx.recordTypes.find(name))?.sensitive ?? []);
  const derived = new Map<string, SensitiveFields>();
  for (const rule of derive) derived.set(rule.recordType, await ofType(rule.recordType));
  return {
    fields: await ofType(recordType),
    pieces: sensitivePieces(derive, (name) => derived.get(name) ?? []),
  };
}
