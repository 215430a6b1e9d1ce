import {
  idText,
  isJsonObject,
  type JsonValue,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type { BatchSettings, OperationSettings } from '../settings/write-settings.js';
import { valueAt } from '../value-at.js';
import { failed, resultOfOutcome, resultOfSuccess, unread, type WrittenStream } from './read-result.js';
import { outcomeOf, type ToldWrite } from './send-write.js';
import { valuesOf, type WriteOrder } from './write-call.js';
import { fillWriteText } from './write-places.js';

interface BatchReading {
  readonly stream: WrittenStream;
  readonly order: WriteOrder & { readonly settings: OperationSettings & { readonly batch: BatchSettings } };
  readonly checksVersion: boolean;
}

/** A result for each operation of a batch whose answer is a success. What the answer does not tell of is not known. */
export function resultsOfBatch(told: ToldWrite, reading: BatchReading): readonly WriteResult[] {
  const { operations } = reading.order;
  return operations.map((operation, nth) => {
    const item = itemOf(told.body, { operation, nth, reading });
    if (item === undefined) return failed(unread('has no result for this record'));
    return resultOfItem(item, operation, reading);
  });
}

interface Item {
  readonly entry: JsonValue;
  /** Among those that were refused. */
  readonly isError: boolean;
}

interface Wanted {
  readonly operation: WriteOperation;
  readonly nth: number;
  readonly reading: BatchReading;
}

function itemOf(body: JsonValue, { operation, nth, reading }: Wanted): Item | undefined {
  const { settings, key } = reading.order;
  const { match, resultsPath, errorsPath, errorMatchPath } = settings.batch;
  const results = listAt(body, resultsPath);
  if (match === undefined) {
    const entry = results.length === reading.order.operations.length ? results[nth] : undefined;
    return entry === undefined ? undefined : { entry, isError: false };
  }
  const name = fillWriteText(match.is, valuesOf(operation, settings, key));
  const isMeant = (path: string) => (entry: JsonValue) =>
    name !== undefined && idText(valueAt(entry, path)) === name;
  const error =
    errorsPath === undefined
      ? undefined
      : listAt(body, errorsPath).find(isMeant(errorMatchPath ?? match.path));
  if (error !== undefined) return { entry: error, isError: true };
  const entry = results.find(isMeant(match.path));
  return entry === undefined ? undefined : { entry, isError: false };
}

function resultOfItem(
  { entry, isError }: Item,
  operation: WriteOperation,
  reading: BatchReading,
): WriteResult {
  const { stream, order, checksVersion } = reading;
  const { statusPath, recordPath } = order.settings.batch;
  const said = statusPath === undefined ? undefined : valueAt(entry, statusPath);
  const status = said === undefined ? (isError ? 422 : 200) : Number(idText(said));
  const told = { status, body: entry, headers: {} };
  const outcome = outcomeOf(stream.writes.outcomes, told, { kind: operation.kind, checksVersion });
  if (outcome !== undefined && outcome !== 'written') return resultOfOutcome(outcome, told, stream);
  // A part that failed at the provider, as a call that failed there.
  if (!(status < 300)) return resultOfOutcome(status < 500 ? 'refused' : 'unknown', told, stream);
  return resultOfSuccess(told, operation, { stream, recordPath });
}

function listAt(body: JsonValue, path: string): readonly JsonValue[] {
  const found = isJsonObject(body) || Array.isArray(body) ? valueAt(body, path) : undefined;
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}
