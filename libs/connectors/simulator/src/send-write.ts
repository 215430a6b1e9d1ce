import { SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { HttpCall, HttpMethod } from '@evenkeel/ports';
import type { OpenedSimulator } from './opened-simulator.js';

/** A call that writes. */
export interface SentWrite {
  readonly method: HttpMethod;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly beginsByMs?: number | undefined;
}

/** What the provider said to it. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly body: JsonValue;
  /** Where what was created is. */
  readonly location?: string | undefined;
  /** Of a call that was refused for what it wanted to write. */
  readonly problem?: SyncError;
}

/** These are about what was to be written; others about the connection, or not known. */
const OF_RECORDS = [400, 404, 409, 410, 412, 422];

/** Rejects with an error that is in doubt where the provider may have carried it out, else with one that is not about the records. */
export async function sendWrite({ call }: OpenedSimulator, sent: SentWrite): Promise<SimulatedAnswer> {
  const { method, path, headers, body, beginsByMs } = sent;
  const by = beginsByMs === undefined ? {} : { beginsByMs };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const refused: NonNullable<HttpCall['classify']> = (status) =>
    OF_RECORDS.includes(status) ? 'provider.write_refused' : undefined;
  try {
    const answer = await call(path, {
      ...{ method, headers: { ...headers, ...type }, ...text, ...by },
      classify: refused,
    });
    return { status: answer.status, body: answer.body, location: answer.headers['location'] };
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'provider.write_refused') throw error;
    return { status: error.status ?? 0, body: null, problem: error };
  }
}
