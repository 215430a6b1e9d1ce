import { concernsOfStorage } from './concerns-of-storage.js';
import type { StorageOutlook, TableSize } from './table-size.js';

const GB = 1024 ** 3;
const fine: TableSize = {
  ...{ table: 'outcome', bytes: 2 * GB, rows: 1_000_000, deadRows: 150_000 },
  ...{ scans: 4, scannedRows: 4_000_000 },
};
const of = (changes: Partial<TableSize>, outlook: Partial<StorageOutlook> = {}) =>
  concernsOfStorage({
    ...{ tables: [{ ...fine, ...changes }], slowStatements: [], budgetBytes: 2 * GB },
    ...outlook,
  });

it('nothing is told of a table within its budget that is vacuumed and asked by indexes', () => {
  expect(of({})).toEqual([]);
});

it('a table over its budget is told with its size', () => {
  expect(of({ bytes: 2 * GB + 1 })).toMatchObject([{ kind: 'table_over_budget', about: 'outcome' }]);
  expect(of({ bytes: 7 * GB })[0]?.message).toMatch(
    /has 7\.0 GB with about 1000000 rows, and its budget is 2\.0 GB/,
  );
});

it('a table of which half the rows are dead is told, and a small one is not', () => {
  expect(of({ deadRows: 999_999 })).toEqual([]);
  expect(of({ deadRows: 1_000_000 })).toMatchObject([{ kind: 'table_bloated', about: 'outcome' }]);
  expect(of({ deadRows: 1_000_000 })[0]?.message).toMatch(/^50 % of the rows/);
  expect(of({ rows: 10, deadRows: 99_999 })).toEqual([]);
  expect(of({ rows: 10, deadRows: 100_000 })).toHaveLength(1);
});

it('a large table that is read as a whole again and again lacks an index', () => {
  const scanned = { deadRows: 0, rows: 100_000, scans: 1_000, scannedRows: 50_000_000 };
  expect(of(scanned)).toMatchObject([{ kind: 'index_missing', about: 'outcome' }]);
  expect(of({ ...scanned, rows: 99_999 })).toEqual([]);
  expect(of({ ...scanned, scans: 999 })).toEqual([]);
  // They end after a few rows, as `exists` does.
  expect(of({ ...scanned, scannedRows: 49_999_999 })).toEqual([]);
});

it('slow statements are told in one line, under way or on average', () => {
  const text = `select *\n  from record ${'x'.repeat(200)}`;
  const found = of(
    {},
    {
      slowStatements: [
        { text, ms: 1_500, calls: 20 },
        { text: 'select 1', ms: 61_000, calls: null },
      ],
    },
  );
  expect(found.map(({ kind }) => kind)).toEqual(['statement_slow', 'statement_slow']);
  expect(found[0]?.message).toMatch(
    /takes 1\.5 s on average, and was asked 20 times: select \* from record x+$/,
  );
  expect(found[0]?.message.length).toBeLessThan(220);
  expect(found[1]?.message).toBe('A statement of the engine has been under way for 61.0 s: select 1');
});
