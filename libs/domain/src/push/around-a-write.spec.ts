import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import type { SourceRecord } from '../page/source-record.js';
import { agreedAsRead, type Agreement } from '../two-way/agreement.js';
import { planUpdate } from '../two-way/plan-update.js';
import { decideBeforeWrite, type BeforeWriteRules } from './before-write.js';
import { CHANGES_OF, precautionsOf, type UpdateForm } from './precautions.js';
import { readBack } from './read-back.js';
import type { WriteAbilities } from './write-operation.js';

const rules: BeforeWriteRules = {
  compares: true,
  update: 'fields',
  writesOver: false,
  mapIn: (data) => data,
  clean: (record) => record,
  join: { lists: [] },
};
const found = (data: JsonObject, changes: Partial<SourceRecord> = {}): SourceRecord => ({
  ...{ externalId: 'p', version: null, modifiedAt: null, data },
  ...changes,
});
const update = (data: JsonObject, version: string | null = null) =>
  ({ intentId: 'i', kind: 'update', externalId: 'p', data, version }) as const;
const base = (data: JsonObject, changes: Partial<Agreement> = {}): Agreement => ({
  ...agreedAsRead(1, data),
  ...changes,
});

describe('a record that is read before it is written', () => {
  const before = (data: JsonObject, decidedOn: Agreement, changes: Partial<SourceRecord> = {}) =>
    decideBeforeWrite({ operation: update({ city: 'Oslo' }, '1'), decidedOn }, found(data, changes), rules);
  const moved = { kind: 'answer', result: { kind: 'moved' } };

  it('is written where it is as both sides agreed, also as the provider keeps our values', () => {
    expect(before({ city: 'Rome' }, base({ city: 'Rome' }))).toEqual({ kind: 'send', version: '1' });
    const rounded = base({ price: 10.005 }, { remote: { price: 10.01 } });
    expect(before({ price: 10.01 }, rounded)).toMatchObject({ kind: 'send' });
  });

  it('is not written where anything of it was changed there', () => {
    expect(before({ city: 'Bern' }, base({ city: 'Rome' }))).toEqual(moved);
    expect(before({ city: 'Rome', name: 'Eve' }, base({ city: 'Rome', name: 'Ann' }))).toEqual(moved);
    expect(before({}, base({ city: 'Rome' }))).toEqual(moved);
  });

  it('is gone where there is none, also to be deleted', () => {
    const of = { operation: update({}), decidedOn: base({}) };
    expect(decideBeforeWrite(of, undefined, rules)).toMatchObject({ result: { kind: 'gone' } });
    expect(decideBeforeWrite(of, found({}, { gone: 'read' }), rules)).toMatchObject({
      result: { kind: 'gone' },
    });
  });

  it('may be any where it waits for a decision, or where nothing is agreed on: that is not sent', () => {
    const changed = { city: 'Bern', name: 'Ann' };
    expect(before(changed, base({ city: 'Rome', name: 'Ann' }, { contested: ['city'] }))).toMatchObject({
      kind: 'send',
    });
    expect(before(changed, base({ name: 'Ann' }, { unknown: ['city'] }))).toMatchObject({ kind: 'send' });
  });

  it('is taken for what became of our last write where it was not read since, unless its version says otherwise', () => {
    const sent = base({ city: 'Rome ' }, { unread: ['city'] });
    expect(before({ city: 'Rome' }, sent)).toMatchObject({ kind: 'send' });
    expect(before({ city: 'Rome' }, sent, { version: '1' })).toMatchObject({ kind: 'send' });
    expect(before({ city: 'Rome' }, sent, { version: '2' })).toEqual(moved);
  });

  it('is not written where it does not fit any more', () => {
    const of = { operation: update({}), decidedOn: base({}) };
    expect(decideBeforeWrite(of, { ...found({}), data: 7 }, rules)).toEqual(moved);
    expect(decideBeforeWrite({ operation: update({}) }, found({}), rules)).toEqual(moved);
  });
});

describe('an update that replaces the whole record', () => {
  const laying = { ...rules, compares: false, update: 'laid_over' } as const;
  const theirs = { id: 7, city: 'Rome', phone: '1', more: { kept: true } };
  const operation = update({ city: 'Oslo', phone: null }, '3');

  it('has what the provider has beside our fields', () => {
    const whole = { id: 7, city: 'Oslo', more: { kept: true } };
    expect(decideBeforeWrite({ operation }, found(theirs, { version: '3' }), laying)).toEqual({
      kind: 'send',
      whole,
      version: '3',
    });
  });

  it('is for the version that was decided on, and of one that goes out alone for that which was read', () => {
    const other = found(theirs, { version: '4' });
    expect(decideBeforeWrite({ operation }, other, laying)).toMatchObject({ result: { kind: 'moved' } });
    expect(decideBeforeWrite({ operation }, other, { ...laying, writesOver: true })).toMatchObject({
      kind: 'send',
      version: '4',
    });
    expect(decideBeforeWrite({ operation }, found(theirs), laying)).toMatchObject({ version: '3' });
  });

  it('never loses a field that the mapping does not name, whatever is changed', () => {
    const text = fc.constantFrom('', 'x', 'y');
    const ours = fc.record({ a: text, b: fc.record({ c: text }) }, { requiredKeys: [] });
    const unmapped = fc.dictionary(fc.constantFrom('p', 'q'), text);
    fc.assert(
      fc.property(ours, ours, unmapped, (agreed, local, others) => {
        const agreement = base(agreed);
        const how = { map: (data: JsonObject) => data, rules: { lists: [] }, changes: CHANGES_OF.laid_over };
        const planned = planUpdate(agreement, local, how);
        if (planned === undefined) return;
        const decided = decideBeforeWrite(
          { operation: update(planned.data), decidedOn: agreement },
          found({ ...agreed, ...others }),
          laying,
        );
        expect(decided).toMatchObject({ kind: 'send', whole: { ...local, ...others } });
      }),
    );
  });
});

describe('a record that is read back after it was written', () => {
  const decidedOn = base({ city: 'Rome', name: 'Ann', at: '1' });
  const agreed = base(
    { city: 'Oslo ', name: 'Ann', at: '1' },
    { remote: { city: 'Oslo ', name: 'Ann', at: '1' }, unread: ['city'] },
  );
  const back = (after: JsonObject | undefined, record: JsonObject | null = null) =>
    readBack(
      {
        ...{ decidedOn, agreed },
        before: found({ city: 'Rome', name: 'Ann', at: '1' }, { version: '1' }),
        result: { kind: 'written', externalId: 'p', version: '2', modifiedAt: null, record },
        after: after && found(after, { version: '2' }),
      },
      rules,
    );

  it('says what became of our values, so that what comes after is a change', () => {
    const read = back({ city: 'Oslo', name: 'Ann', at: '2' });
    expect(read.between).toEqual([]);
    expect(read.agreed).toMatchObject({
      local: { city: 'Oslo ' },
      remote: { city: 'Oslo', at: '1' },
      unread: [],
    });
  });

  it('goes by the answer where that says it: what is read after it may be of another writer', () => {
    const read = back({ city: 'Bern', name: 'Ann', at: '2' }, { city: 'Oslo', name: 'Ann', at: '2' });
    expect(read.agreed).toMatchObject({ remote: { city: 'Oslo' }, unread: [] });
  });

  it('names what was changed beside it, which leaves a change there', () => {
    const read = back({ city: 'Oslo', name: 'Eve', at: '2' });
    expect(read).toMatchObject({ between: ['name'], agreed: { remote: { name: 'Ann' } } });
  });

  it('leaves a change there of what was written before and read since', () => {
    const unread = { unread: ['name'] };
    const read = readBack(
      {
        decidedOn: { ...decidedOn, ...unread },
        agreed: { ...agreed, unread: ['name', 'city'] },
        before: found({ city: 'Rome', name: 'Ann.', at: '1' }),
        result: { kind: 'written', externalId: 'p', version: null, modifiedAt: null, record: null },
        after: found({ city: 'Oslo', name: 'Eve', at: '1' }),
      },
      rules,
    );
    expect(read).toMatchObject({
      between: ['name'],
      agreed: { local: { name: 'Ann' }, remote: { city: 'Oslo', name: 'Ann.' }, unread: [] },
    });
  });

  it('leaves a change there where it is nothing that the provider makes of our value', () => {
    const read = readBack(
      {
        ...{ decidedOn, agreed },
        before: found({ city: 'Rome', name: 'Ann', at: '1' }, { version: '1' }),
        result: { kind: 'written', externalId: 'p', version: null, modifiedAt: null, record: null },
        after: found({ city: 'Bern', name: 'Ann', at: '1' }, { version: '3' }),
      },
      rules,
    );
    expect(read.agreed).toMatchObject({ local: { city: 'Oslo ' }, remote: { city: 'Oslo ' }, unread: [] });
  });

  it.each([
    [{ version: '1' }, { version: '1' }],
    [{ modifiedAt: '2026-11-30T10:00:00Z' }, { modifiedAt: '2026-11-30T10:00:00Z' }],
  ])('says nothing where it is as it was before: %j', (before, after) => {
    const was = { city: 'Rome', name: 'Ann', at: '1' };
    const result = {
      kind: 'written',
      externalId: 'p',
      version: null,
      modifiedAt: null,
      record: null,
    } as const;
    const written = { decidedOn, agreed, result, before: found(was, before), after: found(was, after) };
    expect(readBack(written, rules)).toEqual({ agreed, between: [] });
  });

  it('names what came back as nothing that the provider makes of it where neither versions nor times tell', () => {
    const was = { city: 'Rome', name: 'Ann', at: '1' };
    const result = {
      kind: 'written',
      externalId: 'p',
      version: null,
      modifiedAt: null,
      record: null,
    } as const;
    const written = { decidedOn, agreed, result, before: found(was) };
    expect(readBack({ ...written, after: found({ ...was, city: 'Bern' }) }, rules)).toMatchObject({
      between: ['city'],
      agreed: { local: { city: 'Oslo ' }, remote: { city: 'Bern' }, unread: [] },
    });
    expect(readBack({ ...written, after: found({ ...was, city: 'oslo' }) }, rules).between).toEqual([]);
  });

  it('says nothing where it could not be read', () => {
    expect(back(undefined)).toEqual({ agreed, between: [] });
  });
});

it.each<readonly [Partial<WriteAbilities>, boolean, boolean, { compares: boolean; update: UpdateForm }]>([
  [{ checksVersion: true, update: 'patch' }, true, false, { compares: false, update: 'fields' }],
  [{ checksVersion: false, update: 'patch' }, true, false, { compares: true, update: 'fields' }],
  [{ checksVersion: false, update: 'patch' }, false, false, { compares: false, update: 'fields' }],
  [{ checksVersion: true, update: 'replace' }, true, false, { compares: false, update: 'laid_over' }],
  [{ checksVersion: true, update: 'replace' }, true, true, { compares: false, update: 'whole' }],
  [{ checksVersion: true, update: 'replace' }, false, true, { compares: false, update: 'whole' }],
])('what the engine sees to itself follows from %o', (given, readsOne, replacesUnmapped, expected) => {
  const abilities = given as WriteAbilities;
  const of = { direction: 'bidirectional', replacesUnmapped } as const;
  expect(precautionsOf(of, { abilities, readsOne })).toEqual(expected);
  expect(precautionsOf({ ...of, direction: 'outbound' }, { abilities, readsOne }).compares).toBe(false);
});
