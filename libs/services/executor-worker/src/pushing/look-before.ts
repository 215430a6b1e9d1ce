import {
  decideBeforeWrite,
  describeProblem,
  SyncError,
  type BeforeWriteRules,
  type ErrorCode,
  type FinalResult,
  type PushIntent,
  type SourceRecord,
} from '@evenkeel/domain';
import type { ConnectorStream, PreparedIntent, StoredIntent, UnsentAnswer } from '@evenkeel/ports';
import { readNamed } from '../sources/read-named.js';
import { PARALLEL } from './calls.js';

/** How the provider's records are looked at around their writes. */
export interface Looking {
  readonly stream: ConnectorStream;
  readonly reading: AbortSignal;
  readonly nextId: () => string;
  readonly before: BeforeWriteRules;
}

/** What a look at the provider's records makes of calls that were to be made. */
export interface LookedAtCalls {
  readonly calls: readonly (readonly StoredIntent[])[];
  /** Of those that are left out of them. */
  readonly unsent: readonly UnsentAnswer[];
  readonly prepared: readonly PreparedIntent[];
  /** By intents, as they were read. */
  readonly found: ReadonlyMap<string, SourceRecord>;
}

/**
 * Reads the records of these calls where the provider does not see to it by itself that nothing is overwritten unseen, or not erased. Rejects with the reason for which
 * they cannot be read now: then nothing is sent.
 */
export async function lookBefore(
  looking: Looking,
  calls: readonly (readonly StoredIntent[])[],
): Promise<LookedAtCalls> {
  const due = calls.flat().filter((intent) => isLookedAt(intent, looking.before));
  const found = await readEach(looking, due);
  const unsent: UnsentAnswer[] = [];
  const prepared = new Map<string, PreparedIntent>();
  for (const intent of due) {
    const { id } = intent;
    const record = found.get(id);
    const decision =
      record?.refusal === undefined
        ? decideBeforeWrite(intent, record, looking.before)
        : ({ kind: 'answer', result: refused(record.refusal) } as const);
    if (decision.kind === 'send')
      prepared.set(id, { id, version: decision.version, whole: decision.whole ?? null });
    else unsent.push({ id, result: decision.result, call: { key: looking.nextId(), position: 0 } });
  }
  const left = new Set(unsent.map(({ id }) => id));
  const made = calls.map((call) =>
    call.filter(({ id }) => !left.has(id)).map((intent) => withPrepared(intent, prepared.get(intent.id))),
  );
  return { calls: made.filter(({ length }) => length > 0), unsent, prepared: [...prepared.values()], found };
}

/** Each as it is read now, by its intent. */
export async function readEach(
  { stream, reading }: Pick<Looking, 'stream' | 'reading'>,
  intents: readonly PushIntent[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  const found = new Map<string, SourceRecord>();
  for (let start = 0; start < intents.length; start += PARALLEL) {
    reading.throwIfAborted();
    const group = intents.slice(start, start + PARALLEL);
    const records = await Promise.all(
      group.map(({ operation }) => readNamed({ stream }, operation.externalId ?? '')),
    );
    for (const [at, { id }] of group.entries()) found.set(id, records[at]!);
  }
  return found;
}

/** Whether records of some writes are read around them. */
export function looksAround({ compares, update }: BeforeWriteRules): boolean {
  return compares || update === 'laid_over';
}

function isLookedAt({ operation: { kind } }: PushIntent, { compares, update }: BeforeWriteRules): boolean {
  return kind !== 'create' && (compares || (kind === 'update' && update === 'laid_over'));
}

function withPrepared(intent: StoredIntent, prepared: PreparedIntent | undefined): StoredIntent {
  if (prepared === undefined) return intent;
  const { version, whole } = prepared;
  return { ...intent, operation: { ...intent.operation, version }, ...(whole && { whole }) };
}

function refused({ code, message }: NonNullable<SourceRecord['refusal']>): FinalResult {
  return {
    kind: 'failed',
    isApplied: 'no',
    problem: describeProblem(new SyncError(code as ErrorCode, message)),
  };
}
