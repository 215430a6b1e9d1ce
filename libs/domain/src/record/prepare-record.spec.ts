import fc from 'fast-check';
import { compileFilter } from '../filter/compile-filter.js';
import type { JsonValue } from '../json.js';
import { MAX_JSON_DEPTH } from '../json-text/find-unfit.js';
import { parseJson } from '../json-text/parse-json.js';
import { isStorable } from '../json-text/unstorable-text.js';
import { compileMapping } from '../mapping/compile-mapping.js';
import type { SourceRecord } from '../page/source-record.js';
import { MAX_EXTERNAL_ID_LENGTH } from './external-id.js';
import { prepareRecord, type PrepareOptions } from './prepare-record.js';

const options: PrepareOptions = {
  mapping: compileMapping([]),
  filter: () => true,
  digest: (text) => `digest of ${text}`,
  salt: 'revision 1',
  observedAt: '2026-03-01T08:00:00.000Z',
};
const record = (changes: Partial<SourceRecord> = {}): SourceRecord => ({
  externalId: '1',
  version: null,
  modifiedAt: null,
  data: { b: 1, a: 2 },
  ...changes,
});
const prepare = (changes: Partial<SourceRecord>, others: Partial<PrepareOptions> = {}) =>
  prepareRecord(record(changes), { ...options, ...others });

describe('a record that the filter leaves out', () => {
  const filter = compileFilter({ field: 'status', equals: 'active' });

  it('is excluded before anything else is asked of it', () => {
    expect(prepare({ data: { status: 'gone' } }, { filter })).toEqual({ kind: 'excluded', externalId: '1' });
    const broken = { externalId: null, data: { status: 'gone', name: '\u0000' } };
    expect(prepare(broken, { filter })).toEqual({ kind: 'excluded', externalId: null });
  });

  it('is none of those that pass, are no objects, or were refused', () => {
    expect(prepare({ data: { status: 'active' } }, { filter }).kind).toBe('ready');
    expect(prepare({ data: 'a text' }, { filter }).kind).toBe('failed');
    const refusal = { code: 'provider.record_gone', message: 'gone' };
    expect(prepare({ data: null, refusal }, { filter }).kind).toBe('failed');
  });
});

describe('a record of which an inventory names only id and version', () => {
  const listed = { listedOnly: true, data: null };

  it('is listed with its version, if that is one', () => {
    expect(prepare({ ...listed, version: '7' })).toEqual({ kind: 'listed', externalId: '1', version: '7' });
    expect(prepare({ ...listed, version: 'v 7' })).toEqual({
      kind: 'listed',
      externalId: '1',
      version: null,
    });
  });

  it('cannot be read later without an id, which is what is wrong with it', () => {
    expect(prepare({ ...listed, externalId: null })).toMatchObject({
      kind: 'failed',
      outcome: 'rejected',
      problem: { code: 'record.missing_id' },
    });
  });
});

describe('a record that the provider no longer has', () => {
  const gone = { data: null, gone: 'announced' } as const;

  it('is told with what says how old that is', () => {
    expect(prepare({ ...gone, version: '7', modifiedAt: '2026-02-28T12:00:00+01:00' })).toEqual({
      kind: 'gone',
      externalId: '1',
      gone: {
        way: 'announced',
        version: '7',
        modifiedAt: '2026-02-28T11:00:00.000Z',
        observedAt: '2026-03-01T08:00:00.000Z',
      },
    });
    expect(prepare(gone)).toMatchObject({ kind: 'gone', gone: { version: null, modifiedAt: null } });
  });

  it('is rejected without an id: it may be any record', () => {
    expect(prepare({ ...gone, externalId: null, noId: 'null' })).toMatchObject({
      kind: 'failed',
      outcome: 'rejected',
      problem: { code: 'record.missing_id', message: 'The id is null' },
    });
  });
});

describe('a record that can be written', () => {
  it('comes with its canonical text and the hash of it and the salt', () => {
    expect(prepare({ version: '7', modifiedAt: '2026-02-28T12:00:00.123456+01:00' })).toEqual({
      kind: 'ready',
      write: {
        externalId: '1',
        dataText: '{"a":2,"b":1}',
        contentHash: 'digest of revision 1\n{"a":2,"b":1}',
        version: '7',
        modifiedAt: '2026-02-28T11:00:00.123Z',
        observedAt: '2026-03-01T08:00:00.000Z',
      },
    });
  });

  it('may be long, as deep as is allowed, and have an id of the greatest length', () => {
    expect(prepare({ data: { long: 'x'.repeat(100_000) } }).kind).toBe('ready');
    const deep = JSON.parse('['.repeat(MAX_JSON_DEPTH - 1) + ']'.repeat(MAX_JSON_DEPTH - 1)) as JsonValue;
    expect(prepare({ data: { deep } }).kind).toBe('ready');
    expect(prepare({ externalId: 'x'.repeat(MAX_EXTERNAL_ID_LENGTH) }).kind).toBe('ready');
  });

  it('has the same hash whatever the order of its fields was', () => {
    expect(prepare({ data: { a: 2, b: 1 } })).toEqual(prepare({ data: { b: 1, a: 2 } }));
  });

  it.each([
    ['yesterday', null],
    ['2026-02-30T00:00:00Z', null],
    ['', null],
    ['2026-02-28T12:00:00', '2026-02-28T12:00:00.000Z'],
    ['2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28T12:00:00Z', '2026-02-28T12:00:00.000Z'],
    ['2026-02-28T12:00:00.5+01', '2026-02-28T11:00:00.500Z'],
    ['2026-02-28T12:00:00.123Z', '2026-02-28T12:00:00.123Z'],
  ])('is not lost for a modification time of "%s"', (modifiedAt, kept) => {
    expect(prepare({ modifiedAt })).toMatchObject({ kind: 'ready', write: { modifiedAt: kept } });
  });

  it('is not lost for what is no version', () => {
    expect(prepare({ version: 'v 7' })).toMatchObject({ kind: 'ready', write: { version: null } });
  });
});

describe('a record that cannot be written', () => {
  it('was refused by the provider, which comes before all else', () => {
    const refusal = { code: 'provider.record_gone', message: 'gone \u0000' };
    expect(prepare({ externalId: null, data: null, refusal })).toEqual({
      kind: 'failed',
      outcome: 'refused',
      externalId: null,
      problem: expect.objectContaining({
        code: 'provider.record_gone',
        errorClass: 'business',
        message: 'gone \ufffd',
        remedy: expect.stringContaining('Nothing if it was deleted') as string,
      }) as unknown,
    });
  });

  it('was not given this time, for a reason that may pass', () => {
    const refusal = { code: 'provider.timeout', message: 'no answer' };
    expect(prepare({ refusal })).toMatchObject({ kind: 'failed', outcome: 'errored', externalId: '1' });
  });

  it('keeps a code of the provider that we do not know', () => {
    expect(prepare({ refusal: { code: 'toString', message: '' } })).toMatchObject({
      problem: { code: 'toString', errorClass: 'business' },
    });
  });

  it.each([
    [null, 'The record has no id'],
    ['', 'The id is an empty text'],
    ['a\u0000', 'The id holds NUL or half of a surrogate pair'],
    ['\ud800', 'The id holds NUL or half of a surrogate pair'],
    [`${'x'.repeat(499)}\u0000`, 'The id holds NUL or half of a surrogate pair'],
  ])('has no usable id', (externalId, message) => {
    expect(prepare({ externalId })).toMatchObject({
      kind: 'failed',
      outcome: 'rejected',
      externalId: null,
      problem: { code: 'record.missing_id', message },
    });
  });

  it('has an id of a code of its own where that is too long', () => {
    expect(prepare({ externalId: 'x'.repeat(501) })).toMatchObject({
      outcome: 'rejected',
      externalId: null,
      problem: {
        code: 'record.id_too_long',
        message: `The id is longer than 500 characters: ${'x'.repeat(40)} ...`,
      },
    });
  });

  it('says what stands in place of an id', () => {
    expect(prepare({ externalId: null, noId: 'an object' })).toMatchObject({
      problem: { code: 'record.missing_id', message: 'The id is an object' },
    });
  });

  it.each<[JsonValue, string]>([
    [null, 'The record is null, not an object'],
    [[1], 'The record is a list, not an object'],
    ['text', 'The record is a text, not an object'],
  ])('is no object: %j', (data, message) => {
    expect(prepare({ data })).toMatchObject({
      outcome: 'rejected',
      externalId: '1',
      problem: { code: 'record.not_an_object', message },
    });
  });

  it('is no object, which says more than that it has no id', () => {
    expect(prepare({ data: 'text', externalId: null })).toMatchObject({
      problem: { code: 'record.not_an_object' },
    });
  });

  it('does not fit the mapping', () => {
    const mapping = compileMapping([{ source: 'name', target: 'name', required: true }]);
    expect(prepare({}, { mapping })).toMatchObject({ problem: { code: 'record.required_field_missing' } });
  });

  it.each<[JsonValue, string]>([
    [{ a: { b: ['x', 'y\u0000'] } }, 'a.b.1'],
    [{ 'a.b': '\udc00' }, 'a\\.b'],
    [{ a: { 'key\u0000': 1 } }, 'a.key\ufffd'],
    [{ none: null, yes: true, one: 1, bad: '\u0000' }, 'bad'],
  ])('holds text that cannot be stored, and says where', (data, field) => {
    expect(prepare({ data })).toMatchObject({
      problem: {
        code: 'record.unstorable_text',
        message: `${field} holds NUL or half of a surrogate pair`,
      },
    });
  });

  it('is written when the mapping leaves the unstorable field out', () => {
    const mapping = compileMapping([{ source: 'good', target: 'good' }]);
    expect(prepare({ data: { good: 1, bad: '\u0000' } }, { mapping })).toMatchObject({ kind: 'ready' });
  });

  it('is too large from the first byte over the limit, each letter counted as it is stored', () => {
    const maxBytes = '{"long":"é"}'.length + 1;
    expect(prepare({ data: { long: 'é' } }, { maxBytes }).kind).toBe('ready');
    expect(prepare({ data: { long: 'éx' } }, { maxBytes })).toMatchObject({
      problem: { code: 'record.too_large' },
    });
  });

  it('is too large beyond 32 MiB where no other limit is set', () => {
    const long = 'x'.repeat(32 * 1024 * 1024);
    expect(prepare({ data: { long } })).toMatchObject({
      problem: { code: 'record.too_large', message: 'The mapped record is larger than 32 MiB' },
    });
  });

  it('is too deep', () => {
    for (const depth of [MAX_JSON_DEPTH, 50_000]) {
      const data = { deep: JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as JsonValue };
      expect(prepare({ data })).toMatchObject({ problem: { code: 'record.too_deep' } });
    }
  });
});

describe('numbers of a record', () => {
  const mapping = compileMapping([{ source: 'n', target: 'amount' }]);

  it('change its hash by their last digit', () => {
    const hashes = [
      '12345678901234.56789',
      '12345678901234.56812',
      '9007199254740993',
      '9007199254740992',
    ].map((n) => {
      const prepared = prepare({ data: parseJson(`{"n":${n}}`) }, { mapping });
      expect(prepared).toMatchObject({ kind: 'ready', write: { dataText: `{"amount":${n}}` } });
      return prepared.kind === 'ready' && prepared.write.contentHash;
    });
    expect(new Set(hashes).size).toBe(4);
  });

  it('leave it the same in another spelling', () => {
    const [one, other] = ['{"n":1E400}', `{"n":1${'0'.repeat(400)}.0}`].map((text) =>
      prepare({ data: parseJson(text) }),
    );
    expect(one).toMatchObject({ kind: 'ready' });
    expect(one).toEqual(other);
  });

  it('have the record rejected where they take too many digits, and are left out where the mapping does so', () => {
    for (const long of ['1e131071', '1e-1001', '9'.repeat(1001)]) {
      const data = parseJson(`{"n":{"m":[1,${long}]},"x":1}`);
      expect(prepare({ data })).toMatchObject({
        kind: 'failed',
        outcome: 'rejected',
        problem: { code: 'record.number_too_long', message: 'n.m.1 is a number of more than 1000 digits' },
      });
      expect(prepare({ data }, { mapping: compileMapping([{ source: 'x', target: 'x' }]) }).kind).toBe(
        'ready',
      );
    }
  });
});

describe('for any record at all', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u0000', '\ud800', '\\', 'u', '0', '.'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
  });
  const source = fc.record(
    {
      externalId: fc.option(text),
      version: fc.option(fc.string()),
      modifiedAt: fc.option(
        fc.oneof(
          text,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
      ),
      data: fc.oneof(fc.dictionary(text, fc.oneof(fc.jsonValue(), text)), fc.jsonValue()),
      refusal: fc.record({ code: text, message: text }),
    },
    { requiredKeys: ['externalId', 'version', 'modifiedAt', 'data'] },
  );
  const mapping = compileMapping([
    { source: '$', target: 'all' },
    { source: 'a', target: 'b', transforms: ['trim'] },
  ]);

  it('nothing is thrown, and what is kept can be stored', () => {
    fc.assert(
      fc.property(source, fc.boolean(), (given, mapped) => {
        const prepared = prepareRecord(given as SourceRecord, mapped ? { ...options, mapping } : options);
        if (prepared.kind === 'failed') {
          const { externalId, problem } = prepared;
          expect([externalId ?? 'x', problem.code, problem.message, problem.remedy].every(isStorable)).toBe(
            true,
          );
        } else if (prepared.kind === 'ready') {
          expect(prepared.write.externalId).toBe(given.externalId);
          expect(isStorable(prepared.write.externalId) && isStorable(prepared.write.dataText)).toBe(true);
          expect(JSON.stringify(JSON.parse(prepared.write.dataText))).not.toContain('\\u0000');
        }
      }),
    );
  });
});
