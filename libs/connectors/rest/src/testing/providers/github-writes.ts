import type { JsonObject } from '@evenkeel/domain';
import type { Proof } from '../proving-server.js';
import { Refused, shown, type Row, type Table } from './stand-in.js';

const CREATE = ['title', 'body', 'labels', 'assignees', 'milestone'];
const UPDATE = [...CREATE, 'state', 'state_reason'];

interface IssueCall {
  readonly number: number | undefined;
  readonly invalid: (why: string) => Refused;
}

/** Creates or changes an issue, as POST and PATCH do; undefined where the call reads. */
export function writeIssue(
  table: Table,
  { method, body }: Proof,
  { number, invalid }: IssueCall,
): { readonly status: number; readonly row: Row } | undefined {
  if (method === 'GET') return undefined;
  const sent = JSON.parse(body) as JsonObject;
  const known = method === 'POST' ? CREATE : UPDATE;
  for (const name of Object.keys(sent))
    if (!known.includes(name)) throw invalid(`${name} is not a permitted key`);
  const { title, ...more } = sent;
  if (method === 'POST' && number === undefined) {
    if (typeof title !== 'string' || title === '') throw invalid('title is missing');
    return { status: 201, row: table.create(title, more) };
  }
  const row = table.there.find(({ n }) => n === number);
  if (method !== 'PATCH' || row === undefined)
    throw new Refused({ status: 404, body: { message: 'Not Found' } });
  if (title === '') throw invalid('title is missing');
  if (title !== undefined) row.text = shown(title);
  row.more = { ...row.more, ...more };
  row.updatedMs = Date.now();
  return { status: 200, row };
}
