import type { IncomingHttpHeaders } from 'node:http';
import {
  idText,
  isJsonObject,
  parseJson,
  SyncError,
  type JsonObject,
  type JsonValue,
} from '@evenkeel/domain';

export const WRITE_KINDS = ['create', 'update', 'delete'] as const;
export type SimulatedWriteKind = (typeof WRITE_KINDS)[number];

/** One record that a caller wants to be written. */
export interface AskedWrite {
  readonly kind: SimulatedWriteKind;
  readonly id: string;
  readonly data: JsonObject;
  /** Of an update: what is not named is removed. */
  readonly replaces: boolean;
  /** The revision that it was decided on; null: whichever. */
  readonly version: string | null;
  /** The caller's own name of what is created, by which it can look it up; null: none. */
  readonly ref: string | null;
}

/** A call that writes. */
export interface WriteCall {
  readonly operations: readonly AskedWrite[];
  readonly isBatch: boolean;
  /** All of them or none. */
  readonly isAtomic: boolean;
  readonly key: string | null;
  /** What is answered of a record. */
  readonly answers: 'record' | 'id' | 'nothing';
  /** What was sent, for the same key must be the same call. */
  readonly sent: string;
}

interface SentWrite {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of the record that is in the path. */
  readonly id: string | undefined;
  readonly isBatch: boolean;
}

const KIND_OF: Readonly<Record<string, SimulatedWriteKind>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What the method of a call says that it does; undefined: it only reads. */
export function kindOfMethod(method = 'GET'): SimulatedWriteKind | undefined {
  return KIND_OF[method];
}

export function readWrite({ method, url, headers, body, id, isBatch }: SentWrite): WriteCall {
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : null);
  const preferred = /return=(minimal|id)/.exec(header('prefer') ?? '')?.[1];
  const value = body === '' ? {} : parseJson(body);
  const single = (): AskedWrite => ({
    kind: kindOfMethod(method) ?? 'update',
    ...{ id: id ?? '', data: objectOf(value), replaces: method === 'PUT' },
    version: header('if-match')?.replace(/^(?:W\/)?"(.*)"$/, '$1') ?? null,
    ref: header('client-reference'),
  });
  return {
    operations: isBatch ? listOf(objectOf(value)['operations']).map(readOperation) : [single()],
    ...{ isBatch, isAtomic: url.searchParams.get('atomic') === '1', key: header('idempotency-key') },
    answers: preferred === undefined ? 'record' : preferred === 'id' ? 'id' : 'nothing',
    sent: `${method} ${url.pathname} ${body}`,
  };
}

function readOperation(value: JsonValue): AskedWrite {
  const { kind, id, data, version, ref, replaces } = objectOf(value);
  const known = WRITE_KINDS.find((each) => each === kind);
  if (known === undefined)
    throw new SyncError('request.invalid', `There is no operation ${JSON.stringify(kind)}`);
  return {
    kind: known,
    ...{ id: idText(id) ?? '', data: objectOf(data), replaces: replaces === true },
    ...{ version: idText(version), ref: idText(ref) },
  };
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [];
const objectOf = (value: JsonValue | undefined): JsonObject =>
  value !== undefined && isJsonObject(value) ? value : {};
