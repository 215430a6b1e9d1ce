import { countListed } from './count-listed.js';
import type { SourceRecord } from './source-record.js';

it('counts the records of a page, but not those that the page before it gave already', () => {
  const record: SourceRecord = { externalId: 'a', modifiedAt: null, version: null, data: {} };
  expect(countListed([])).toBe(0);
  const again = { ...record, overlap: true };
  expect(countListed([again, again, again, record, { ...record, overlap: false }])).toBe(2);
});
