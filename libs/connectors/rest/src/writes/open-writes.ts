import { SyncError, WRITE_KINDS, type WriteAbilities, type WriteResult } from '@evenkeel/domain';
import type { StreamWrites, WriteRequest } from '@evenkeel/ports';
import type { OpenedRest } from '../opened-rest.js';
import { namesOf } from '../settings/write-rules.js';
import type { OperationSettings, WriteSettings } from '../settings/write-settings.js';
import { lookUp } from './look-up.js';
import { resultsOfBatch } from './read-batch.js';
import { failed, resultOfOutcome, resultOfSuccess, type WrittenStream } from './read-result.js';
import { outcomeOf, sendWrite, type ToldWrite } from './send-write.js';
import { acceptedResult, settle } from './settle.js';
import { writeCall, type WriteOrder } from './write-call.js';

export function openWrites(opened: OpenedRest, stream: WrittenStream): StreamWrites {
  const { writes } = stream;
  const { lookUp: search, accepted } = writes;
  return {
    abilities: abilitiesOf(writes),
    write: (request) => write(opened, stream, request),
    ...(search && { lookUp: (operation, key) => lookUp(opened, { stream, search }, { operation, key }) }),
    ...(accepted && { settle: (token) => settle(opened, { stream, accepted }, token) }),
  };
}

export function abilitiesOf(writes: WriteSettings): WriteAbilities {
  const { update, keyLifetimeSeconds = null, lookUp: search, answer } = writes;
  const kinds = WRITE_KINDS.filter((kind) => writes[kind] !== undefined);
  return {
    batchSizes: Object.fromEntries(kinds.map((kind) => [kind, writes[kind]?.batch?.size ?? 1])),
    isAllOrNothing: kinds.some((kind) => writes[kind]?.batch?.allOrNothing === true),
    update: update?.sends ?? 'patch',
    keyLifetimeSeconds,
    checksVersion: checksEachVersion(writes),
    lookUp: search === undefined ? null : { by: search.by, settlesAfterMs: search.settlesAfterMs ?? null },
    answers: answer.gives === 'nothing' && answer.idHeader !== undefined ? 'id' : answer.gives,
  };
}

/** A check of deletions alone does not keep updates from writing over what was not seen. */
function checksEachVersion({ update, delete: deletion }: WriteSettings): boolean {
  const changes = [update ?? [], deletion ?? []].flat();
  return changes.length > 0 && changes.every(checksVersion);
}

function checksVersion(operation: OperationSettings | undefined): boolean {
  return operation !== undefined && namesOf(operation).has('version');
}

async function write(
  opened: OpenedRest,
  stream: WrittenStream,
  { operations, key, beginsByMs }: WriteRequest,
): Promise<readonly WriteResult[]> {
  const kind = operations[0]?.kind ?? 'create';
  const settings = stream.writes[kind];
  if (settings === undefined)
    throw new SyncError(
      'config.invalid_settings',
      `The settings do not say how to ${kind} a record of this stream`,
    );
  const order = { settings, operations, key, beginsByMs };
  try {
    return await carryOut(opened, stream, order);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const isOfRecord = error.code === 'provider.write_cannot_be_sent';
    if (!error.isInDoubt && !isOfRecord) throw error;
    return operations.map(() => failed(error));
  }
}

async function carryOut(
  opened: OpenedRest,
  stream: WrittenStream,
  order: WriteOrder,
): Promise<readonly WriteResult[]> {
  const { operations, settings } = order;
  const { writes } = stream;
  const { batch } = settings;
  const about = { kind: operations[0]?.kind ?? ('create' as const), checksVersion: checksVersion(settings) };
  const meaning = (told: Pick<ToldWrite, 'status' | 'body'>) => outcomeOf(writes.outcomes, told, about);
  const told = await sendWrite(opened, {
    ...{ call: writeCall(opened.connection, stream, order), stream, beginsByMs: order.beginsByMs },
    // What was accepted or refused with a success is told in the body, too.
    isHeard: writes.answer.gives !== 'nothing' || writes.outcomes.length > 0 || writes.accepted !== undefined,
    isOfRecords: (answer) => meaning(answer) !== undefined,
  });
  const outcome = meaning(told);
  // Of a batch as a whole the status says nothing about each of its records.
  if (batch !== undefined && told.problem !== undefined)
    return operations.map(() => resultOfOutcome(outcome === 'unknown' ? 'unknown' : 'refused', told, stream));
  if (outcome !== undefined && outcome !== 'written')
    return operations.map(() => resultOfOutcome(outcome, told, stream));
  const later = writes.accepted && acceptedResult(told, writes.accepted, operations);
  if (later !== undefined) return later;
  if (batch !== undefined)
    return resultsOfBatch(told, { stream, order: { ...order, settings: { ...settings, batch } }, ...about });
  const { recordPath } = writes.answer;
  return operations.map((operation) => resultOfSuccess(told, operation, { stream, recordPath }));
}
