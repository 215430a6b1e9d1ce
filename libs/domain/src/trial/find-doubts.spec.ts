import type { SourceRecord } from '../page/source-record.js';
import { findDoubts } from './find-doubts.js';
import { problemOfTrial, type StreamTrial, type TriedPage, type TriedRead } from './stream-trial.js';

const record = (externalId: string | null, more: Partial<SourceRecord> = {}): SourceRecord => ({
  externalId,
  version: null,
  modifiedAt: null,
  data: { id: externalId, name: 'x' },
  ...more,
});
const records = (count: number, from = 0): SourceRecord[] =>
  Array.from({ length: count }, (_, at) => record(`r${from + at}`));
const bound = { kind: 'time', value: '2026-11-28T12:00:00.000Z' } as const;
const page = (more: Partial<TriedPage> = {}): TriedPage => ({
  calls: [],
  records: records(7),
  next: null,
  bound,
  total: null,
  doubt: null,
  problem: null,
  ...more,
});
const read = (externalId: string, more: Partial<TriedRead> = {}): TriedRead => ({
  externalId,
  calls: [],
  record: null,
  problem: null,
  ...more,
});
const sound: StreamTrial = {
  stream: 'customers',
  pageSize: 100,
  incremental: true,
  hasTimes: false,
  hasTotal: false,
  goneAt: ['name'],
  sameShape: false,
  writes: [],
  pages: [page({ next: 'a' }), page({ records: records(7, 7) })],
  changes: { since: bound, page: page({ records: [] }) },
  listed: read('r0', { record: record('r0') }),
  madeUp: read('z9'),
};
const problem = {
  code: 'provider.unauthorized',
  errorClass: 'auth',
  message: 'answered 403',
  remedy: '',
} as const;
const changed = (more: Partial<TriedPage>) => ({ changes: { since: bound, page: page(more) } });
const days = (count: number) => new Date(Date.parse(bound.value) - count * 86_400_000).toISOString();

it('nothing looks doubtful of a stream that does as it says', () => {
  expect(findDoubts(sound)).toEqual([]);
  expect(problemOfTrial(sound)).toBeNull();
});

it.each<[string, Partial<StreamTrial>, string]>([
  [
    'what the connector says',
    { pages: [page({ doubt: 'a total is not reached' })] },
    'page 1: a total is not reached',
  ],
  ['an empty first page', { pages: [page({ records: [] })] }, 'no record came'],
  [
    'records without an id',
    { pages: [page({ records: [record(null, { noId: 'it is an object' }), record('a')] })] },
    '1 of 2 records have no id (it is an object)',
  ],
  [
    'times of change that no record has',
    { hasTimes: true },
    'no record has its time of change where the settings say that it is',
  ],
  [
    'a mark of what is gone that no record has',
    { goneAt: ['name', 'meta.deleted'] },
    'no record has anything at "meta.deleted"',
  ],
  ['totals that no answer has', { hasTotal: true }, 'no answer says how many records there are'],
  [
    'an id that comes twice',
    { pages: [page({ records: [record('a'), record('a', { data: 1 })] })] },
    'the id "a" comes twice',
  ],
  [
    'a page that comes again',
    { pages: [page({ next: 'a' }), page({ next: 'b', records: records(7, 7) }), page()] },
    'page 3 has the same records as page 1',
  ],
  ['an end after a full page', { pages: [page({ records: records(100) })] }, 'ends after 100 records'],
  ['an end after as many as is usual', { pages: [page({ records: records(20) })] }, 'ends after 20 records'],
  ['more records than were asked for', { pageSize: 5 }, 'a page of 5 was asked for and 7 records came'],
  [
    'versions that only some have',
    { pages: [page({ records: [record('a', { version: '1' }), record('b'), record('c')] })] },
    '2 of 3 records have no version',
  ],
  [
    'times of change that only some have',
    { pages: [page({ records: [record('a', { modifiedAt: days(1) }), record('b')] })] },
    '1 of 2 records have no time of change',
  ],
  [
    'a total of as many as the page was to have',
    { pageSize: 7, pages: [page({ total: 7 })] },
    'and the total says the same: is it that of the page?',
  ],
  ['no clock', { pages: [page({ bound: null })], changes: null }, 'do not tell their time'],
  [
    'changes that are old',
    changed({ records: [record('a', { modifiedAt: days(3) })] }),
    'gave 1 records that changed long before',
  ],
  ['changes that are everything', changed({ records: records(7) }), 'gave the same records as without'],
  ['a listed record that is gone', { listed: read('r0') }, '"r0" is listed, and told to be gone'],
  ['a listed record that is another', { listed: read('r0', { record: record('r1') }) }, 'and "r1" came'],
  [
    'a made-up record that is there',
    { madeUp: read('z9', { record: record('z9') }) },
    '"z9" is made up, and a record came',
  ],
  [
    'a made-up record that is refused',
    { madeUp: read('z9', { problem }) },
    '(answered 403): say in `gone` what it looks like',
  ],
  [
    'a shape that is another',
    { sameShape: true, listed: read('r0', { record: record('r0', { data: { id: 'r0', more: 1 } }) }) },
    'only one of the two has more, name',
  ],
])('%s is doubtful', (_, more, told) => {
  const doubts = findDoubts({ ...sound, ...more });
  expect(doubts.filter((doubt) => doubt.includes(told))).toHaveLength(1);
});

it.each<[string, Partial<StreamTrial>]>([
  [
    'an end after 20 records of which the provider says that there are 20',
    { pages: [page({ records: records(20), total: 20 })] },
  ],
  [
    'a record that is listed again to see that rows did not move',
    { pages: [page({ next: 'a' }), page({ records: [record('r6', { overlap: true }), record('r7')] })] },
  ],
  ['changes of the last day', changed({ records: [record('a', { modifiedAt: days(1) })] })],
  [
    'one record that is all there is, and has just changed',
    { pages: [page({ records: records(1) })], ...changed({ records: records(1) }) },
  ],
  [
    'another shape where none is promised',
    { listed: read('r0', { record: record('r0', { data: { id: 'r0', more: 1 } }) }) },
  ],
  ['an inventory without times', { incremental: false, changes: null, pages: [page({ bound: null })] }],
  [
    'a made-up record that is announced as gone',
    { madeUp: read('z9', { record: record('z9', { gone: 'read' }) }) },
  ],
])('%s is not', (_, more) => {
  expect(findDoubts({ ...sound, ...more })).toEqual([]);
});

it('a stream that cannot be read says why, and of a made-up record nothing of the kind', () => {
  expect(problemOfTrial({ ...sound, pages: [page({ problem, records: [] })] })).toBe(problem);
  expect(problemOfTrial({ ...sound, listed: read('r0', { problem }) })).toBe(problem);
  expect(problemOfTrial({ ...sound, ...changed({ problem, records: [] }) })).toBe(problem);
  expect(problemOfTrial({ ...sound, madeUp: read('z9', { problem }) })).toBeNull();
  expect(findDoubts({ ...sound, pages: [page({ problem, records: [] })] })).toEqual([]);
});
