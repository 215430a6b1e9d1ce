import { fingerprintText } from './fingerprint-text.js';
import type { SourceRecord } from './source-record.js';

const record = (externalId: string | null, changes: Partial<SourceRecord> = {}): SourceRecord => ({
  externalId,
  version: null,
  modifiedAt: null,
  data: {},
  ...changes,
});

describe('the fingerprint of a page', () => {
  it('is the same for the same records in the same order', () => {
    const page = () => [record('a'), record('b', { version: '2' })];
    expect(fingerprintText(page())).toBe(fingerprintText(page()));
  });

  it.each([
    ['another record', [record('a'), record('c')]],
    ['another order', [record('b'), record('a')]],
    ['another version', [record('a'), record('b', { version: '2' })]],
    ['one record more', [record('a'), record('b'), record('b')]],
  ])('is another one for %s', (_what, page) => {
    expect(fingerprintText(page)).not.toBe(fingerprintText([record('a'), record('b')]));
  });

  it('tells pages of records without ids apart, so that a wrong id path is not taken for an endless listing', () => {
    for (const none of [null, '']) {
      const page = (name: string) => [record(none, { data: { name } })];
      expect(fingerprintText(page('Ada'))).not.toBe(fingerprintText(page('Grace')));
      expect(fingerprintText(page('Ada'))).toBe(fingerprintText(page('Ada')));
    }
  });

  it('says where one record ends and the next begins', () => {
    const page = (first: number, id: string) => [
      record('x', { version: String(first) }),
      record(id, { version: '3' }),
    ];
    expect(fingerprintText(page(12, 'y'))).not.toBe(fingerprintText(page(1, '2y')));
  });
});
