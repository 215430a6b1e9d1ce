import { SyncError } from '@evenkeel/domain';

/** Everything the provider can do wrong, with what it means. */
export const FAULTS = {
  latency: 'answers after ms milliseconds',
  'rate-limit': 'answers 429 with Retry-After: seconds (date=1: as an HTTP date)',
  'server-error': 'answers status (500)',
  unauthorized: 'answers 401 although the token fits',
  'not-found': 'answers 404',
  redirect: 'answers 302 to another host',
  hang: 'never answers',
  outage: 'cuts the connection without an answer',
  html: 'answers 200 with a page in HTML',
  'huge-body': 'answers mb (50) megabytes of JSON',
  malformed: 'ends the JSON in the middle',
  truncated: 'cuts the connection in the middle of the body',
  'truncated-gzip': 'ends a gzip body in the middle, without any other sign',
  'invalid-utf8': 'puts a byte into the body that is not UTF-8',
  'wrong-shape': 'has the list of records under another name',
  deep: 'nests the first record 5,000 levels deep',
  duplicates: 'repeats the record before the page at its begin',
  edits: 'edits count (10) records of the stream before it lists the page',
  deletes: 'deletes count (1) records of the stream before it lists the page',
  'short-list': 'ends the listing after percent (50) of its records, as if these were all',
  'empty-list': 'lists no record, as if there were none',
  'expired-cursor': 'no longer knows the place of any page but the first (410)',
  'no-id': 'leaves the id out of the first record',
  'not-an-object': 'has a text for a first record',
  nul: 'puts \\u0000 into the first record',
  surrogate: 'puts half of a surrogate pair into the first record',
  'big-numbers': 'puts numbers beyond 2^53 into the first record',
  'cursor-loop': 'sends the reader back to the first page (from page, default the last)',
  twins: 'gives the first record of a page once more at its end, under the same id and with other content',
  'wrong-total': 'says that the listing has percent (150) of its records, where it says so',
  endless: 'goes on behind its last page with records that are made up, for ever',
  'repeat-last': 'gives the last page again and again, as if the listing never ended',
  'reset-before': 'cuts the connection of a write before it is carried out',
  'reset-after': 'carries a write out and cuts the connection',
  'error-after': 'carries a write out and answers 500',
  late: 'carries a write out and answers after ms milliseconds',
  'no-body': 'answers a write without a body',
  conflict: 'refuses a write with 409',
  moved: 'refuses a write with 412, as if the record were in another state',
  unprocessable: 'refuses the operation at place item (0) of a write with 422',
  normalise: 'trims texts, rounds numbers and sorts lists that are written',
  accept: 'answers a write with 202 and a token, and carries it out ms milliseconds later',
  'delete-nothing': 'answers a deletion with success and deletes nothing',
} as const;
export type FaultName = keyof typeof FAULTS;

const OF_WRITES: readonly FaultName[] = [
  ...(['reset-before', 'reset-after', 'error-after', 'late', 'no-body', 'conflict', 'moved'] as const),
  ...(['unprocessable', 'normalise', 'accept', 'delete-nothing'] as const),
];

/** Whether it can only happen to a call that writes: others are not counted. */
export function isOfWrites(name: FaultName): boolean {
  return OF_WRITES.includes(name);
}

export interface FaultRule {
  readonly name: FaultName;
  /** Conditions (page, every, after, times, stream, on) and arguments (ms, seconds, status, mb, count, date, item). */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Reads `rate-limit:every=5:seconds=2,malformed:page=3:times=1`.
 * Conditions, all optional: `stream=name`, `page=n` (the n-th page of a listing), `every=n` (every n-th call),
 * `after=n` (from the n-th call after it was set), `times=n` (that often at most), `on=` read, write, create, update, delete or batch.
 */
export function parseFaults(text: string): FaultRule[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map(parseFault);
}

function parseFault(text: string): FaultRule {
  const [name = '', ...options] = text.split(':');
  if (!isFaultName(name)) {
    const known = Object.keys(FAULTS).join(', ');
    throw new SyncError('request.invalid', `There is no fault "${name}"; known are ${known}`);
  }
  return {
    name,
    options: Object.fromEntries(options.map((option) => option.split('=', 2) as [string, string])),
  };
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
