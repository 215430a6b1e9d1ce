import {
  describeProblem,
  idText,
  isJsonObject,
  readVersion,
  SyncError,
  type JsonObject,
  type JsonValue,
  type SourceRecord,
  type WriteKind,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import type { HttpMethod, StreamWrites, WriteRequest } from '@evenkeel/ports';
import type { SimulatedWrites } from './simulated-abilities.js';
import { readRecord } from './simulated-streams.js';
import type { OpenedSimulator } from './opened-simulator.js';
import { sendWrite, type SentWrite, type SimulatedAnswer } from './send-write.js';

export function openWrites(opened: OpenedSimulator, name: string, writes: SimulatedWrites): StreamWrites {
  const { abilities, lookUpField } = writes;
  return {
    abilities,
    write: (request) => write(opened, { name, writes, request }),
    ...(abilities.lookUp && {
      lookUp: (operation: WriteOperation) => lookUp(opened, { name, lookUpField, operation }),
    }),
    settle: (token) => settle(opened, token),
  };
}

interface AskedCall {
  readonly name: string;
  readonly writes: SimulatedWrites;
  readonly request: WriteRequest;
}

async function write(opened: OpenedSimulator, asked: AskedCall): Promise<readonly WriteResult[]> {
  const { operations } = asked.request;
  const [first] = operations;
  const isBatch = first !== undefined && (asked.writes.abilities.batchSizes[first.kind] ?? 1) > 1;
  const astray = operations.find(({ externalId }) => /^\.{1,2}$/.test(externalId ?? ''));
  if (astray !== undefined) return operations.map(() => failed(leadsElsewhere(astray)));
  const sent = isBatch ? batchOf(asked) : singleOf(asked, operations[0]);
  let told: SimulatedAnswer;
  try {
    told = await sendWrite(opened, { ...sent, beginsByMs: asked.request.beginsByMs });
  } catch (error) {
    if (!(error instanceof SyncError) || !error.isInDoubt) throw error;
    return operations.map(() => failed(error));
  }
  const { problem } = told;
  if (!isBatch || (problem !== undefined && operations.length === 1))
    return operations.map((operation) => resultOf(told, operation));
  if (problem !== undefined) return operations.map(() => failed(problem));
  return operations.map((operation, nth) => itemResult(told, operation, nth));
}

function singleOf({ name, writes, request }: AskedCall, operation: WriteOperation | undefined): SentWrite {
  const { kind, externalId, version, intentId } = operation ?? NOTHING;
  const { abilities } = writes;
  const id = externalId === null ? '' : `/${encodeURIComponent(externalId)}`;
  return {
    method: kind === 'update' && abilities.update === 'replace' ? 'PUT' : METHODS[kind],
    path: `/${name}${id}`,
    headers: {
      ...headersOf(writes, request),
      ...(kind === 'create' && { 'client-reference': intentId }),
      ...(version !== null && abilities.checksVersion && { 'if-match': `"${version}"` }),
    },
    ...(kind === 'delete' ? {} : { body: dataOf(operation ?? NOTHING) }),
  };
}

const METHODS = {
  create: 'POST',
  update: 'PATCH',
  delete: 'DELETE',
  deactivate: 'PATCH',
} as const satisfies Record<WriteKind, HttpMethod>;
/** What makes a record of the provider one that is not in use. */
const OUT_OF_USE: JsonObject = { active: false };

function dataOf({ kind, data }: WriteOperation): JsonObject {
  return kind === 'deactivate' ? OUT_OF_USE : data;
}

const NOTHING: WriteOperation = { intentId: '', kind: 'create', externalId: null, data: {}, version: null };

function batchOf({ name, writes, request }: AskedCall): SentWrite {
  const { abilities } = writes;
  const operations = request.operations.map((operation) => ({
    kind: operation.kind === 'deactivate' ? 'update' : operation.kind,
    ...{ data: dataOf(operation), ref: operation.intentId },
    replaces: operation.kind === 'update' && abilities.update === 'replace',
    ...(operation.externalId !== null && { id: operation.externalId }),
    ...(operation.version !== null && abilities.checksVersion && { version: operation.version }),
  }));
  return {
    method: 'POST',
    path: `/batch/${name}${abilities.isAllOrNothing ? '?atomic=1' : ''}`,
    headers: headersOf(writes, request),
    body: { operations },
  };
}

const PREFERENCES = { record: 'representation', id: 'id', nothing: 'minimal' };

function headersOf({ abilities }: SimulatedWrites, { key }: WriteRequest): Record<string, string> {
  return {
    ...(abilities.keyLifetimeSeconds !== null && { 'idempotency-key': key }),
    prefer: `return=${PREFERENCES[abilities.answers]}`,
  };
}

function resultOf(
  { status, body, location, problem }: SimulatedAnswer,
  operation: WriteOperation,
): WriteResult {
  if (problem !== undefined) return refusedAs(status, problem, operation);
  const token = memberOf(body, 'token');
  if (status === 202 && typeof token === 'string') return { kind: 'accepted', token };
  if (operation.kind === 'delete') return written(operation.externalId ?? '', null);
  const record = isJsonObject(body) && 'updated_at' in body ? readRecord(body) : undefined;
  const place = location?.split('/').at(-1);
  const said = record?.externalId ?? idText(memberOf(body, 'id')) ?? (place && decodeURIComponent(place));
  const id = operation.externalId ?? said;
  if (id !== undefined && id !== '') return written(id, body, record);
  const message = 'The simulator created a record and did not say which';
  return failed(new SyncError('provider.unexpected_shape', message, { isInDoubt: true }));
}

function written(externalId: string, body: JsonValue, record?: SourceRecord): WriteResult {
  const data = record?.data;
  return {
    ...{ kind: 'written', externalId, version: readVersion(memberOf(body, 'revision')) },
    modifiedAt: record?.modifiedAt ?? null,
    record: data !== undefined && isJsonObject(data) ? data : null,
  };
}

/** One of a batch: its place among the results is that of its operation. */
function itemResult(
  { status: whole, body }: SimulatedAnswer,
  operation: WriteOperation,
  nth: number,
): WriteResult {
  const token = memberOf(body, 'token');
  if (whole === 202 && typeof token === 'string') return { kind: 'accepted', token: `${token}/${nth}` };
  const results = memberOf(body, 'results');
  const item = Array.isArray(results) ? (results as readonly JsonValue[])[nth] : undefined;
  if (item === undefined || !isJsonObject(item)) {
    const message = 'The answer to the batch was without a result for this record';
    return failed(new SyncError('provider.unexpected_shape', message, { isInDoubt: true }));
  }
  const status = Number(item['status']);
  if (status < 300) {
    const told = { status, body: item['record'] ?? item };
    return resultOf(told, operation);
  }
  const message = `The simulator refused the record: ${JSON.stringify(item['error'] ?? null)}`;
  return refusedAs(status, new SyncError('provider.write_refused', message, { status }), operation);
}

function refusedAs(status: number, problem: SyncError, { kind }: WriteOperation): WriteResult {
  if (status === 404 && kind !== 'create') return { kind: 'gone' };
  return status === 412 ? { kind: 'moved' } : failed(problem);
}

function failed(error: SyncError): WriteResult {
  return { kind: 'failed', problem: describeProblem(error), isApplied: error.isInDoubt ? 'unknown' : 'no' };
}

function leadsElsewhere({ externalId }: WriteOperation): SyncError {
  const message = `The id "${externalId}" cannot be a part of an address: it leads to another one`;
  return new SyncError('provider.write_cannot_be_sent', message);
}

interface LookedUp {
  readonly name: string;
  readonly lookUpField: string | null;
  readonly operation: WriteOperation;
}

async function lookUp(
  { ask }: OpenedSimulator,
  { name, lookUpField, operation }: LookedUp,
): Promise<SourceRecord | undefined> {
  const value = lookUpField === null ? operation.intentId : idText(operation.data[lookUpField]);
  const query = new URLSearchParams({ [lookUpField ?? 'ref']: value ?? '' });
  const found = memberOf((await ask(`/lookup/${name}?${query.toString()}`)).body, 'data');
  const [record, another] = Array.isArray(found) ? (found as readonly JsonValue[]) : [];
  if (another !== undefined && lookUpField !== null) {
    const message = `Several records have "${value}" in ${lookUpField}`;
    throw new SyncError('provider.look_up_unclear', message);
  }
  return record === undefined ? undefined : readRecord(record);
}

/** A token names the call, and the place in it where that had several operations. */
async function settle({ ask }: OpenedSimulator, token: string): Promise<WriteResult | undefined> {
  const [call = '', place = '0'] = token.split('/');
  const { body } = await ask(`/operations/${encodeURIComponent(call)}`);
  if (memberOf(body, 'state') !== 'done') return undefined;
  return itemResult({ status: 200, body }, NOTHING, Number(place));
}

function memberOf(value: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
