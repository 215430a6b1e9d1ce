import { fitsAnswer, SyncError, type JsonValue, type WriteKind } from '@evenkeel/domain';
import type { BodyFormat, HttpCall } from '@evenkeel/ports';
import type { OpenedRest } from '../opened-rest.js';
import type { PageCall } from '../request/page-call.js';
import { callOf } from '../rest-call.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import type { WriteSettings } from '../settings/write-settings.js';

export type AnswerMeaning = WriteSettings['outcomes'][number]['is'];

/** What the provider said to a write. */
export interface ToldWrite {
  readonly status: number;
  readonly body: JsonValue;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of an answer that is no success: the error that it is. */
  readonly problem?: SyncError;
}

/** Statuses that are about what was to be written. Others are about the call, or leave it open what became of it. */
const OF_RECORDS = [400, 409, 410, 412, 413, 422];

/** The first rule that fits, else what the status says by itself; undefined for a success, and where that is not for the record. */
export function outcomeOf(
  rules: WriteSettings['outcomes'],
  { status, body }: Pick<ToldWrite, 'status' | 'body'>,
  { kind, checksVersion }: { readonly kind: WriteKind; readonly checksVersion: boolean },
): AnswerMeaning | undefined {
  const rule = rules.find((each) => fitsAnswer(each, status, body));
  if (rule !== undefined) return rule.is;
  if (status === 412 || (status === 409 && checksVersion && kind !== 'create')) return 'moved';
  if ((status === 404 || status === 410) && kind !== 'create') return 'gone';
  return OF_RECORDS.includes(status) ? 'refused' : undefined;
}

/** Whatever it is, it is not looked at. */
const ANYTHING: BodyFormat = { name: 'anything', accept: '*/*', isNamedBy: () => true, read: () => null };

interface Sending {
  readonly call: PageCall;
  readonly stream: StreamSettings;
  readonly isHeard: boolean;
  readonly beginsByMs: number | undefined;
  /** Whether an answer that is no success is about the records. */
  readonly isOfRecords: (told: Pick<ToldWrite, 'status' | 'body'>) => boolean;
}

/** Makes a call that writes, once. Rejects where the answer is lost (then the error is in doubt), or not about the records. */
export async function sendWrite(
  { connection, http }: OpenedRest,
  { call, stream, isHeard, beginsByMs, isOfRecords }: Sending,
): Promise<ToldWrite> {
  const own = callOf(connection, stream, call);
  let refused: ToldWrite | undefined;
  const classify: NonNullable<HttpCall['classify']> = (status, body, byStatus, seen) => {
    const said = own.classify?.(status, body, byStatus, seen);
    const told = { status, body: body ?? null, headers: seen.headers };
    if (said !== undefined || status < 300 || !isOfRecords(told)) return said;
    refused = told;
    return 'provider.write_refused';
  };
  try {
    const { format: _, ...asked } = own;
    const by = beginsByMs === undefined ? {} : { beginsByMs };
    return await http.json({ ...asked, ...(!isHeard && { format: ANYTHING }), ...by, once: true, classify });
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'provider.write_refused' || refused === undefined)
      throw error;
    return { ...refused, problem: error };
  }
}
