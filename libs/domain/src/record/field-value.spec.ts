import fc from 'fast-check';
import { InvalidFields } from '../errors/invalid-fields.js';
import { parseSensitive } from '../sensitive/sensitive-fields.js';
import { FIELD_REASONS, parseFieldPath, tellFieldValue, type FieldStep } from './field-value.js';

const source = { connection: 'crm', stream: 'people', externalId: 'a', rule: null };
const step: FieldStep = {
  ...{ step: '1', at: '2026-11-01T00:00:00.000Z', version: 2, value: 'Ulm', isErased: false },
  ...{ executionId: 'e1', job: null, sources: [source], local: null, mergeIds: [], undoneMergeId: null },
};
const reasonOf = (changes: Partial<FieldStep>) =>
  tellFieldValue({ ...step, ...changes }, ['city'], []).reason;

describe('why a field has its value', () => {
  it('is that it was read, derived, or that no more is known', () => {
    expect(reasonOf({})).toBe('read');
    expect(reasonOf({ sources: [] })).toBe('read');
    expect(reasonOf({ sources: [{ ...source, rule: 'home' }] })).toBe('derived');
    expect(reasonOf({ sources: [source, { ...source, rule: 'home' }] })).toBe('read');
    expect(reasonOf({ sources: [], executionId: null })).toBe('unknown');
  });

  it('is the merge that brought it, its undoing, or the edit, whatever else its record is made of', () => {
    expect(reasonOf({ mergeIds: ['7'] })).toBe('merged');
    expect(reasonOf({ mergeIds: ['7'], undoneMergeId: '8' })).toBe('parted');
    expect(reasonOf({ mergeIds: ['7'], local: { actor: 'ada', action: 'changed' } })).toBe('edited');
    expect(reasonOf({ isErased: true, local: { actor: 'ada', action: 'changed' } })).toBe('erased');
  });

  it('is one of those that are told, always', () => {
    const sources = fc.array(fc.constantFrom(source, { ...source, rule: 'home' }), { maxLength: 3 });
    const some = fc.record({
      ...{ sources, isErased: fc.boolean(), executionId: fc.constantFrom('e1', null) },
      mergeIds: fc.constantFrom([], ['7']),
    });
    fc.assert(fc.property(some, (changes) => FIELD_REASONS.includes(reasonOf(changes))));
  });
});

describe('a value that a field had', () => {
  const valueOf = (value: FieldStep['value'], field: string, ...sensitive: string[]) =>
    tellFieldValue({ ...step, value }, parseFieldPath(field), parseSensitive(sensitive)).value;

  it('is told as JSON text, and as null where it was not there', () => {
    expect(valueOf('Ulm', 'city')).toBe('"Ulm"');
    expect(valueOf(null, 'city')).toBe('null');
    expect(valueOf(undefined, 'city')).toBeNull();
    expect(valueOf('x'.repeat(600), 'city')).toHaveLength(501);
  });

  it('is masked where it is sensitive, is part of something that is, or holds such', () => {
    expect(valueOf('Ulm', 'city', 'city')).toBe('"***"');
    expect(valueOf('Ulm', 'home.city', 'home')).toBe('"***"');
    expect(valueOf({ city: 'Ulm', no: 7 }, 'home', 'home.city')).toBe('{"city":"***","no":7}');
    expect(valueOf('1', 'phones.0.number', 'phones.*.number')).toBe('"***"');
    expect(valueOf('Ulm', 'home.city', 'home.no')).toBe('"Ulm"');
    expect(valueOf(null, 'city', 'city')).toBe('null');
  });

  it.each([
    ['', /without empty names/],
    ['a..b', /without empty names/],
    ['a.*', /every entry/],
    ['$', /the whole record/],
  ])('has a path of one field, not %j', (field, message) => {
    expect(() => parseFieldPath(field)).toThrow(InvalidFields);
    expect(() => parseFieldPath(field)).toThrow(message);
  });
});
