import { json, refusal, type Answer } from '../answer.js';
import type { WriteCall } from './asked-write.js';

/** What became of one operation: of one that was refused, `code` is there. */
export interface Written {
  readonly status: number;
  readonly code?: string;
  readonly id?: string;
  readonly revision?: number;
  /** The record as it is now. */
  readonly text?: string;
  /** Its path. */
  readonly place?: string;
}

type Answers = WriteCall['answers'];

export function singleAnswer(written: Written, answers: Answers): Answer {
  const { status, code, text, place } = written;
  if (code !== undefined) return refusal(status, code);
  const headers: Record<string, string> = place === undefined ? {} : { location: place };
  if (text === undefined) return { status: 204, headers, body: '' };
  if (answers === 'nothing') return { status: status === 201 ? 201 : 204, headers, body: '' };
  return { ...json(answers === 'id' ? idText(written) : text, headers), status };
}

/** One result for each operation, in their order. */
export function batchAnswer(written: readonly Written[], answers: Answers): Answer {
  const results = written.map((each) => {
    const { status, code, text } = each;
    if (code !== undefined) return JSON.stringify({ status, error: { code } });
    const record = answers === 'record' && text !== undefined ? `,"record":${text}` : '';
    return `{"status":${status},${answers === 'nothing' ? '"ok":true' : idText(each).slice(1, -1)}${record}}`;
  });
  return json(`{"results":[${results.join(',')}]}`);
}

/** As the record itself has its id and revision. */
function idText({ id = '', revision, text }: Written): string {
  const own = text === undefined ? undefined : /^\{"id":([^,]+),/.exec(text)?.[1];
  return `{"id":${own ?? JSON.stringify(id)},"revision":${revision ?? null}}`;
}
